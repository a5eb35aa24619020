package store

import (
	"bytes"
	"slices"
	"time"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

const (
	// Only the verdict that sent a dossier back can make it overdue; a submission puts it into another state.
	queryCounts query = `SELECT n.state, n.product_group, COUNT(*), MIN(n.submitted),
COUNT(CASE WHEN n.state = 'supplement' AND EXISTS (SELECT 1 FROM verdicts v WHERE v.nomination = n.id
AND v.due <> '' AND v.due < $2
AND v.made_at = (SELECT MAX(w.made_at) FROM verdicts w WHERE w.nomination = n.id)) THEN 1 END)
FROM nominations n WHERE n.edition = $1 GROUP BY n.state, n.product_group`
	queryDocumentSums query = `SELECT COUNT(*), COUNT(CASE WHEN c.outcome = 'ok' THEN 1 END),
COUNT(CASE WHEN c.outcome = 'bad' THEN 1 END)
FROM nominations n JOIN documents d ON d.nomination = n.id LEFT JOIN document_checks c ON c.document = d.id
WHERE n.edition = $1 AND d.removed = 0 AND n.state NOT IN ('draft', 'withdrawn')`
	queryCommunes query = `SELECT MIN(p.commune) FROM nominations n JOIN producers p ON p.id = n.producer_id
WHERE n.edition = $1 AND p.commune_key <> '' GROUP BY p.commune_key`
)

// Counts sums up an edition's nominations and papers.
func (t *Tx) Counts(edition, today string) (judging.EditionCounts, error) {
	c := judging.EditionCounts{ByState: map[judging.NominationState]int{}, ByGroup: map[string]int{}}
	_, err := all(t, func(_ *Tx, row scan) (struct{}, error) {
		var state judging.NominationState
		var group string
		var count, overdue int
		var oldest time.Time
		if err := row(&state, &group, &count, stamp(&oldest), &overdue); err != nil {
			return struct{}{}, err
		}
		c.Total += count
		c.ByState[state] += count
		c.SupplementOverdue += overdue
		if state != judging.NominationWithdrawn {
			c.ByGroup[group] += count
		}
		if state == judging.NominationSubmitted && (c.OldestWaiting.IsZero() || oldest.Before(c.OldestWaiting)) {
			c.OldestWaiting = oldest
		}
		return struct{}{}, nil
	}, queryCounts, edition, today)
	if err != nil {
		return c, err
	}
	_, err = one(t, "edition", func(_ *Tx, row scan) (struct{}, error) {
		return struct{}{}, row(&c.Documents, &c.DocumentsOK, &c.DocumentsBad)
	}, queryDocumentSums, edition)
	return c, err
}

// Communes lists where an edition's producers are, whatever the case and spacing, in Vietnamese order.
func (t *Tx) Communes(edition string) ([]string, error) {
	list, err := all(t, plain[string], queryCommunes, edition)
	slices.SortFunc(list, func(a, b string) int { return bytes.Compare(i18n.SortKey(a), i18n.SortKey(b)) })
	return list, err
}
