package store

import (
	"strings"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

const (
	nominationColumns = `id, edition, seq, code, entry_code, state, version, product_id, producer_id, product, set_members,
product_group, description, producer, filer, by_office, created, updated, submitted, import_key`

	queryNomination      query = "SELECT " + nominationColumns + " FROM nominations WHERE id = $1"
	queryNominationByKey query = "SELECT " + nominationColumns + ` FROM nominations
WHERE edition = $1 AND import_key = $2 ORDER BY seq LIMIT 1`
	querySaveNomination query = "INSERT INTO nominations (" + nominationColumns + `, sort_key, folded, exact)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, seq = excluded.seq, code = excluded.code,
entry_code = excluded.entry_code, state = excluded.state, version = excluded.version,
product_id = excluded.product_id, producer_id = excluded.producer_id, product = excluded.product,
set_members = excluded.set_members, product_group = excluded.product_group, description = excluded.description,
producer = excluded.producer, filer = excluded.filer,
by_office = excluded.by_office, created = excluded.created, updated = excluded.updated,
submitted = excluded.submitted, import_key = excluded.import_key, sort_key = excluded.sort_key,
folded = excluded.folded, exact = excluded.exact`
	// whichNominations narrows to one edition and, when they are asked for: $2 states between commas, $3 a
	// product group, $4 a filer, $6 a commune, $7 a day that a supplement was due before.
	whichNominations = `
WHERE edition = $1 AND ($2 = '' OR $2 LIKE '%,' || state || ',%') AND ($3 = '' OR product_group = $3)
AND ($4 = '' OR filer = $4)
AND ($6 = '' OR EXISTS (SELECT 1 FROM producers p WHERE p.id = producer_id AND p.commune_key = $6))
AND ($7 = '' OR state = 'supplement' AND EXISTS (SELECT 1 FROM verdicts v WHERE v.nomination = nominations.id
AND v.due <> '' AND v.due < $7
AND v.made_at = (SELECT MAX(w.made_at) FROM verdicts w WHERE w.nomination = nominations.id)))
`
	queryNominations query = "SELECT " + nominationColumns + " FROM nominations" + whichNominations + `
ORDER BY sort_key, id LIMIT $5`
	queryNominationsAfter query = "SELECT " + nominationColumns + " FROM nominations" + whichNominations + `
AND (sort_key, id) > ($8, $9)
ORDER BY sort_key, id LIMIT $5`
	querySearchNominations query = "SELECT " + nominationColumns + " FROM nominations" + whichNominations + `
AND folded LIKE $8 ESCAPE '\'
AND (CASE WHEN exact LIKE $9 ESCAPE '\' THEN 0 ELSE 1 END, sort_key, id) > ($10, $11, $12)
ORDER BY CASE WHEN exact LIKE $9 ESCAPE '\' THEN 0 ELSE 1 END, sort_key, id LIMIT $5`
	queryOldestNominations query = "SELECT " + nominationColumns + " FROM nominations" + whichNominations + `
AND folded LIKE $8 ESCAPE '\'
AND (CASE WHEN submitted = 0 THEN 1 ELSE 0 END, submitted, id) > ($9, $10, $11)
ORDER BY CASE WHEN submitted = 0 THEN 1 ELSE 0 END, submitted, id LIMIT $5`
	queryNominationsOf query = "SELECT " + nominationColumns + ` FROM nominations
WHERE filer = $1 ORDER BY created DESC, id DESC`
	querySubmitted       query = `SELECT submitted FROM nominations WHERE id = $1`
	queryNominationPlace query = `SELECT CASE WHEN exact LIKE $2 ESCAPE '\' THEN 0 ELSE 1 END, sort_key
FROM nominations WHERE id = $1`
)

func scanNomination(t *Tx, row scan) (n judging.Nomination, err error) {
	err = row(&n.ID, &n.Edition, &n.Seq, &n.Code, &n.EntryCode, &n.State, &n.Version, optional(&n.ProductID),
		optional(&n.ProducerID), &n.Product, decodeList(t, &n.SetMembers), &n.ProductGroup, &n.Description,
		decode(t, &n.Producer), &n.Filer, &n.ByOffice, stamp(&n.Created), stamp(&n.Updated),
		stamp(&n.Submitted), &n.Key)
	return n, err
}

// Nomination loads a nomination by its id.
func (t *Tx) Nomination(id string) (judging.Nomination, error) {
	return one(t, "nomination", scanNomination, queryNomination, id)
}

// NominationByKey finds the first nomination of an edition with that import key.
func (t *Tx) NominationByKey(edition, key string) (judging.Nomination, error) {
	return one(t, "nomination", scanNomination, queryNominationByKey, edition, key)
}

// SaveNomination writes a nomination with what search and order need of it.
func (t *Tx) SaveNomination(n judging.Nomination) error {
	sought := []string{n.Product, n.Producer.Name, n.Code, n.EntryCode}
	before, err := t.foldedBefore(n.ID)
	if err != nil {
		return err
	}
	if err := t.indexWords(n, folded(sought), before); err != nil {
		return err
	}
	return t.exec(querySaveNomination, n.ID, n.Edition, n.Seq, n.Code, n.EntryCode, string(n.State), n.Version,
		reference(n.ProductID), reference(n.ProducerID), n.Product, encode(list(n.SetMembers)), n.ProductGroup,
		n.Description, encode(n.Producer), n.Filer, number(n.ByOffice), micros(n.Created),
		micros(n.Updated), micros(n.Submitted), n.Key, notNil(i18n.SortKey(n.Product)), folded(sought), exact(sought))
}

// Nominations lists an edition's nominations in the Vietnamese order of their products; with a text, those
// that match it letter for letter come first. A text finds nominations that have a word beginning with each of its
// words, or when there are none, those that have the text anywhere. Asked for the oldest, it lists them in the order of their
// submission instead. An unknown cursor is the fault bad_cursor.
func (t *Tx) Nominations(q judging.NominationQuery) ([]judging.Nomination, error) {
	overdue := ""
	if q.Overdue {
		overdue = q.Today
	}
	args := []any{q.Edition, states(q), q.Group, q.Filer, limit(q.Limit), nameKey(q.Commune), overdue}
	pattern, exactPattern, searching := patterns(q.Text)
	if searching {
		if list, found, err := t.byWords(q, args, exactPattern); found || err != nil {
			return list, err
		}
	}
	if q.Oldest {
		drafts, submitted, err := t.oldestPlace(q.After)
		if err != nil {
			return nil, err
		}
		return all(t, scanNomination, queryOldestNominations, append(args, pattern, drafts, submitted, q.After)...)
	}
	rank, key := -1, []byte{}
	if q.After != "" {
		var err error
		if rank, key, err = t.nominationPlace(q.After, exactPattern); err != nil {
			return nil, err
		}
	}
	switch {
	case searching:
		return all(t, scanNomination, querySearchNominations, append(args, pattern, exactPattern, rank, key, q.After)...)
	case q.After != "":
		return all(t, scanNomination, queryNominationsAfter, append(args, key, q.After)...)
	}
	return all(t, scanNomination, queryNominations, args...)
}

// states are the states asked for, between commas; empty for all.
func states(q judging.NominationQuery) string {
	if q.State != "" {
		return "," + string(q.State) + ","
	}
	var b strings.Builder
	for _, s := range q.States {
		b.WriteString("," + string(s))
	}
	if b.Len() == 0 {
		return ""
	}
	return b.String() + ","
}

// oldestPlace is where a nomination stands in the order of submission.
func (t *Tx) oldestPlace(after string) (drafts int, submitted int64, err error) {
	if after == "" {
		return -1, 0, nil
	}
	submitted, err = one(t, "nomination", plain[int64], querySubmitted, after)
	if missing(err) {
		err = badCursor()
	}
	return int(number(submitted == 0)), submitted, err
}

// NominationsOf lists what an account has filed in every edition, newest first.
func (t *Tx) NominationsOf(filer string) ([]judging.Nomination, error) {
	return all(t, scanNomination, queryNominationsOf, filer)
}

// nominationPlace is where a nomination stands in the order of a search.
func (t *Tx) nominationPlace(id, exactPattern string) (rank int, key []byte, err error) {
	_, err = one(t, "nomination", func(_ *Tx, row scan) (struct{}, error) {
		return struct{}{}, row(&rank, &key)
	}, queryNominationPlace, id, exactPattern)
	if missing(err) {
		err = badCursor()
	}
	return rank, key, err
}

func badCursor() error {
	var f fault.Fields
	f.Add("cursor", "unknown_value")
	return f.Err()
}
