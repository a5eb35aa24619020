package store

import "vinhdanh/certificates"

const (
	queryIssuedCodes query = `SELECT c.id, c.code, c.valid_until FROM certificates c
JOIN ledger_leaves l ON l.idx = (SELECT MIN(m.idx) FROM ledger_leaves m WHERE m.tbl = 'certificates' AND m.row_id = c.id)
WHERE c.issued <> 0 ORDER BY l.idx`
	queryAllEvents query = "SELECT " + eventColumns + ` FROM certificate_events ORDER BY made_at, id`
)

type issuedCode struct {
	id string
	certificates.IssuedCode
}

func scanIssuedCode(_ *Tx, row scan) (c issuedCode, err error) {
	err = row(&c.id, &c.Code, &c.ValidUntil)
	return c, err
}

// IssuedCodes lists every issued certificate in the order of the leaves of their issue, each with its events.
func (t *Tx) IssuedCodes() ([]certificates.IssuedCode, error) {
	found, err := all(t, scanIssuedCode, queryIssuedCodes)
	if err != nil {
		return nil, err
	}
	events, err := t.AllEvents()
	if err != nil {
		return nil, err
	}
	of := map[string][]certificates.Event{}
	for _, e := range events {
		of[e.Certificate] = append(of[e.Certificate], e)
	}
	list := make([]certificates.IssuedCode, len(found))
	for i, c := range found {
		c.Events = of[c.id]
		list[i] = c.IssuedCode
	}
	return list, nil
}
