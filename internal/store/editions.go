package store

import "vinhdanh/judging"

const (
	editionColumns = `id, organiser, slug, name, name_en, number, year, level, province, state, rules, rules_frozen, created,
filing_until, results_for`
	actColumns = `id, edition, kind, row_id, reason, made_by, made_at`

	queryEdition       query = "SELECT " + editionColumns + " FROM editions WHERE id = $1"
	queryEditionBySlug query = "SELECT " + editionColumns + " FROM editions WHERE slug = $1"
	queryEditions      query = "SELECT " + editionColumns + ` FROM editions
WHERE ($1 = '' OR organiser = $1) ORDER BY created DESC, id DESC`
	querySaveEdition query = "INSERT INTO editions (" + editionColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (id) DO UPDATE SET organiser = excluded.organiser, slug = excluded.slug, name = excluded.name,
name_en = excluded.name_en, number = excluded.number, year = excluded.year, level = excluded.level,
province = excluded.province, state = excluded.state, rules = excluded.rules,
rules_frozen = excluded.rules_frozen, created = excluded.created, filing_until = excluded.filing_until,
results_for = excluded.results_for`
	querySaveAct query = "INSERT INTO edition_acts (" + actColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	queryNextSeq query = `INSERT INTO series (owner, name, last_n) VALUES ($1, $2, 1)
ON CONFLICT (owner, name) DO UPDATE SET last_n = series.last_n + 1 RETURNING last_n`
	queryLastSeq query = `SELECT COALESCE(MAX(last_n), 0) FROM series WHERE owner = $1 AND name = $2`
)

func scanEdition(_ *Tx, row scan) (e judging.Edition, err error) {
	err = row(&e.ID, &e.Organiser, &e.Slug, &e.Name, &e.NameEN, &e.Number, &e.Year, &e.Level, &e.Province,
		&e.State, &e.Rules, stamp(&e.RulesFrozen), stamp(&e.Created), stamp(&e.FilingUntil),
		&e.ResultsFor)
	return e, err
}

// Edition loads an edition by its id.
func (t *Tx) Edition(id string) (judging.Edition, error) {
	return recall(t, queryEdition, id, func() (judging.Edition, error) {
		return one(t, "edition", scanEdition, queryEdition, id)
	})
}

// EditionBySlug loads an edition by its place in addresses.
func (t *Tx) EditionBySlug(slug string) (judging.Edition, error) {
	return one(t, "edition", scanEdition, queryEditionBySlug, slug)
}

// Editions lists an organiser's editions, everybody's when it is empty, newest first.
func (t *Tx) Editions(organiser string) ([]judging.Edition, error) {
	return all(t, scanEdition, queryEditions, organiser)
}

// SaveEdition writes an edition.
func (t *Tx) SaveEdition(e judging.Edition) error {
	return t.exec(querySaveEdition, e.ID, e.Organiser, e.Slug, e.Name, e.NameEN, e.Number, e.Year, e.Level,
		e.Province, string(e.State), string(e.Rules), micros(e.RulesFrozen), micros(e.Created), micros(e.FilingUntil),
		string(e.ResultsFor))
}

func scanAct(_ *Tx, row scan) (a judging.Act, err error) {
	err = row(&a.ID, &a.Edition, &a.Kind, &a.Row, &a.Reason, &a.By, stamp(&a.At))
	return a, err
}

// SaveAct writes who did something to an edition and why; it never changes.
func (t *Tx) SaveAct(a judging.Act) error {
	return t.exec(querySaveAct, a.ID, a.Edition, a.Kind, a.Row, a.Reason, a.By, micros(a.At))
}

// NextSeq is the next unused number of a series within an owner, from 1; a transaction that fails gives
// its number back.
func (t *Tx) NextSeq(owner, series string) (int, error) {
	return one(t, "series", plain[int], queryNextSeq, owner, series)
}

// LastSeq is the last number of a series within an owner that was given, 0 before the first.
func (t *Tx) LastSeq(owner, series string) (int, error) {
	return one(t, "series", plain[int], queryLastSeq, owner, series)
}
