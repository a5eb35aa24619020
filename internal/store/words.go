package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

const (
	// mostWords is how many words of a search the index is asked for; a longer text is searched as a whole.
	mostWords = 4
	// rareWord is where counting stops when the rarest word of a search is looked for.
	rareWord = 2000

	queryFoldedBefore query = `SELECT edition, folded FROM nominations WHERE id = $1`
	queryAddWord      query = `INSERT INTO nomination_words (scope, word, nomination) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	queryDropWord     query = `DELETE FROM nomination_words WHERE scope = $1 AND word = $2 AND nomination = $3`
	queryDropWords    query = `DELETE FROM nomination_words`
	queryForgetFolded query = `UPDATE nominations SET folded = '' WHERE id = $1`
	queryCountWord    query = `SELECT COUNT(*) FROM (SELECT 1 AS one FROM nomination_words
WHERE scope = $1 AND word >= $2 AND word < $3 LIMIT $4) w`
	// byWord are the nominations that have for each pair of bounds a word between them; $8 and $9 are those of the
	// rarest. SQLite keeps to the order of a CROSS JOIN, so that it does not read the whole edition instead.
	byWord = " FROM (SELECT DISTINCT nomination FROM nomination_words" + `
WHERE scope = $1 AND word >= $8 AND word < $9) f CROSS JOIN nominations` + whichNominations + `AND id = f.nomination
AND ($10 = '' OR id IN (SELECT nomination FROM nomination_words WHERE scope = $1 AND word >= $10 AND word < $11))
AND ($12 = '' OR id IN (SELECT nomination FROM nomination_words WHERE scope = $1 AND word >= $12 AND word < $13))
AND ($14 = '' OR id IN (SELECT nomination FROM nomination_words WHERE scope = $1 AND word >= $14 AND word < $15))`
	queryWordsOf           query = `SELECT folded FROM nominations WHERE id = $1 AND edition = $2`
	queryNominationsByWord query = "SELECT " + nominationColumns + byWord + `
AND (CASE WHEN exact LIKE $16 ESCAPE '\' THEN 0 ELSE 1 END, sort_key, id) > ($17, $18, $19)
ORDER BY CASE WHEN exact LIKE $16 ESCAPE '\' THEN 0 ELSE 1 END, sort_key, id LIMIT $5`
	queryOldestByWord query = "SELECT " + nominationColumns + byWord + `
AND (CASE WHEN submitted = 0 THEN 1 ELSE 0 END, submitted, id) > ($16, $17, $18)
ORDER BY CASE WHEN submitted = 0 THEN 1 ELSE 0 END, submitted, id LIMIT $5`
)

// words are what the index keeps of a folded text: each word between spaces, and what follows a sign within it,
// so that HS-003 is found by 003 too.
func words(folded string) []string {
	var list []string
	for word := range strings.FieldsSeq(folded) {
		begins := true
		for i, r := range word {
			letter := unicode.IsLetter(r) || unicode.IsDigit(r)
			if i == 0 || letter && begins {
				list = append(list, word[i:])
			}
			begins = !letter
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// indexWords keeps the index of a nomination as its text is written; before is what stood there, of whatever edition.
func (t *Tx) indexWords(n judging.Nomination, folded string, before foldedText) error {
	if before.edition == n.Edition && before.folded == folded {
		return nil
	}
	old, now := words(before.folded), words(folded)
	for _, w := range old {
		if _, kept := slices.BinarySearch(now, w); kept && before.edition == n.Edition {
			continue
		}
		if err := t.exec(queryDropWord, before.edition, w, n.ID); err != nil {
			return err
		}
	}
	for _, w := range now {
		if _, there := slices.BinarySearch(old, w); there && before.edition == n.Edition {
			continue
		}
		if err := t.exec(queryAddWord, n.Edition, w, n.ID); err != nil {
			return err
		}
	}
	return nil
}

// foldedText is what a search looked in.
type foldedText struct{ edition, folded string }

// foldedBefore is the text of a nomination as it is stored, empty for a new one.
func (t *Tx) foldedBefore(id string) (before foldedText, err error) {
	before, err = one(t, "nomination", func(_ *Tx, row scan) (f foldedText, err error) {
		err = row(&f.edition, &f.folded)
		return f, err
	}, queryFoldedBefore, id)
	if missing(err) {
		return foldedText{}, nil
	}
	return before, err
}

// saveWithWords saves a nomination as it is and writes all its words.
func (t *Tx) saveWithWords(n judging.Nomination) error {
	if err := t.exec(queryForgetFolded, n.ID); err != nil {
		return err
	}
	return t.SaveNomination(n)
}

// wordsAsked are the words that the index is asked for, the rarest first. There are none for a text of too many
// words, and while not every nomination has its words yet.
func (t *Tx) wordsAsked(q judging.NominationQuery) ([]string, error) {
	list := strings.Fields(i18n.Fold(q.Text))
	if len(list) == 0 || len(list) > mostWords {
		return nil, nil
	}
	version, err := t.Setting(sortKeySetting)
	if missing(err) || err == nil && version != keyVersion {
		return nil, nil
	}
	if err != nil || len(list) == 1 {
		return list, err
	}
	fewest := int64(rareWord)
	for i, w := range list {
		n, err := one(t, "words", plain[int64], queryCountWord, q.Edition, w, wordEnd(w), rareWord)
		if err != nil {
			return nil, err
		}
		if n < fewest {
			list[0], list[i], fewest = list[i], list[0], n
		}
	}
	return list, nil
}

// hasWords says whether a nomination of an edition is what the index finds by words.
func (t *Tx) hasWords(id, edition string, asked []string) (bool, error) {
	folded, err := one(t, "nomination", plain[string], queryWordsOf, id, edition)
	if err != nil {
		if missing(err) {
			err = nil
		}
		return false, err
	}
	own := words(folded)
	for _, w := range asked {
		if i, _ := slices.BinarySearch(own, w); i == len(own) || !strings.HasPrefix(own[i], w) {
			return false, nil
		}
	}
	return true, nil
}

// wordEnd is above every word that begins so.
func wordEnd(word string) string { return word + string(utf8.MaxRune) }

// byWords searches by the index; found is false when it finds nothing, so that the texts themselves are searched.
func (t *Tx) byWords(q judging.NominationQuery, args []any, exactPattern string) (list []judging.Nomination, found bool, err error) {
	asked, err := t.wordsAsked(q)
	if asked == nil || err != nil {
		return nil, false, err
	}
	if q.After != "" { // the page before was of the same kind
		if same, err := t.hasWords(q.After, q.Edition, asked); !same || err != nil {
			return nil, false, err
		}
	}
	args = slices.Clone(args)
	for i := range mostWords {
		low, high := "", ""
		if i < len(asked) {
			low, high = asked[i], wordEnd(asked[i])
		}
		args = append(args, low, high)
	}
	if q.Oldest {
		drafts, submitted, err := t.oldestPlace(q.After)
		if err != nil {
			return nil, false, err
		}
		list, err = all(t, scanNomination, queryOldestByWord, append(args, drafts, submitted, q.After)...)
		return list, len(list) > 0 || q.After != "", err
	}
	rank, key := -1, []byte{}
	if q.After != "" {
		if rank, key, err = t.nominationPlace(q.After, exactPattern); err != nil {
			return nil, false, err
		}
	}
	list, err = all(t, scanNomination, queryNominationsByWord, append(args, exactPattern, rank, key, q.After)...)
	return list, len(list) > 0 || q.After != "", err
}
