package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// queryIssued is one statement, and so one snapshot without a transaction around it, because it is read for every
// answer about a certificate. It gives a row for each event, or one without. What many certificates share stands in
// queryAround.
const (
	queryIssued query = `SELECT (SELECT n FROM certificate_generation WHERE id = 1),
c.id, c.organiser, c.edition, c.nomination, c.decision, c.code, c.seq, c.number, c.statement, c.product, c.producer,
c.address, c.product_group, c.issued_on, c.valid_until, c.pdf_sha256, c.prepared, c.issued, c.replaces, c.reason,
c.reissue_number, c.reissue_date, c.prepared_by,
l.idx, CASE WHEN length(l.nonce) = 0 THEN l.body ELSE l.commitment END, COALESCE(n.product_id, ''),
COALESCE((SELECT d.sha256 FROM documents d WHERE d.nomination = n.id AND d.kind = $2 AND d.removed = 0 ORDER BY d.n LIMIT 1), ''),
COALESCE(v.id, ''), COALESCE(v.certificate, ''), COALESCE(v.kind, ''), COALESCE(v.reason, ''), COALESCE(v.decision_number, ''),
COALESCE(v.decision_date, ''), COALESCE(v.effective_on, ''), COALESCE(v.successor, ''), COALESCE(v.made_by, ''),
COALESCE(v.made_at, 0), COALESCE(s.code, ''), COALESCE(g.id, ''), COALESCE(g.sha256, ''), COALESCE(g.signer, ''), COALESCE(g.claimed, 0),
COALESCE(g.made_by, ''), COALESCE(g.made_at, 0)
FROM certificates c JOIN nominations n ON n.id = c.nomination
JOIN ledger_leaves l ON l.idx = (SELECT MAX(m.idx) FROM ledger_leaves m WHERE m.tbl = 'certificates' AND m.row_id = c.id)
LEFT JOIN certificate_signatures g ON g.id = (SELECT x.id FROM certificate_signatures x WHERE x.certificate = c.id ORDER BY x.made_at DESC, x.id DESC LIMIT 1)
LEFT JOIN certificate_events v ON v.certificate = c.id LEFT JOIN certificates s ON s.id = v.successor
WHERE c.code = $1 AND c.issued <> 0`

	// queryAround takes no column of an edition that stands behind its rules, which would have to be read through.
	queryAround query = `SELECT e.id, e.organiser, e.slug, e.name, e.name_en, e.number, e.year, e.level, e.province, e.state,
o.id, o.slug, o.name, o.province, o.phone, o.email, o.created, o.programme, o.hours
FROM editions e JOIN organisers o ON o.id = $2 WHERE e.id = $1`
)

// register is the store as the register of certificates sees it.
type register struct{ domain[certificates.Tx] }

// Issued is certificates.Store's.
func (r register) Issued(ctx context.Context, code string) (certificates.Recorded, error) {
	found, generation, err := r.db.issued(context.WithoutCancel(ctx), code)
	if err != nil {
		return found, r.db.away(err)
	}
	around, err := r.db.around.get(ctx, r.db, place{found.Certificate.Edition, found.Certificate.Organiser}, generation)
	found.Background.Edition, found.Background.Organiser = around.edition, around.organiser
	return found, err
}

// issued reads what is of the certificate alone, and the generation at that moment.
func (db *DB) issued(ctx context.Context, code string) (r certificates.Recorded, generation int64, err error) {
	text, err := db.dialect.bind(queryIssued, 2)
	if err != nil {
		return r, 0, err
	}
	rows, err := db.reader.QueryContext(ctx, text, code, judging.PhotoKind)
	if err != nil {
		return r, 0, fmt.Errorf("%s: %w", queryIssued.head(), err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	for rows.Next() {
		var e certificates.Event
		var successor string
		var signed certificates.Countersignature
		c := &r.Certificate
		if err := rows.Scan(&generation, &c.ID, &c.Organiser, &c.Edition, &c.Nomination, &c.Decision, &c.Code, &c.Seq, &c.Number,
			&c.Statement, &c.Product, &c.Producer, &c.Address, &c.Group, &c.IssuedOn, &c.ValidUntil, &c.PDFSHA256,
			stamp(&c.Prepared), stamp(&c.Issued), &c.Replaces, &c.Reason, &c.ReissueNumber, &c.ReissueDate, &c.PreparedBy,
			&r.LedgerIndex, &r.LedgerData, &r.ProductID, &r.Photo,
			&e.ID, &e.Certificate, &e.Kind, &e.Reason, &e.DecisionNumber, &e.DecisionDate, &e.EffectiveOn, &e.Successor, &e.By,
			stamp(&e.At), &successor, &signed.ID, &signed.SHA256, &signed.Signer, stamp(&signed.Claimed), &signed.By, stamp(&signed.At)); err != nil {
			return r, 0, fmt.Errorf("%s: %w", queryIssued.head(), err)
		}
		if signed.ID != "" {
			signed.Certificate = c.ID
			r.Signatures = []certificates.Countersignature{signed}
		}
		if e.ID != "" {
			r.Events = append(r.Events, e)
		}
		if e.Kind == certificates.EventSuperseded && successor != "" {
			r.SuccessorCode = successor
		}
	}
	if err := rows.Err(); err != nil {
		return r, 0, fmt.Errorf("%s: %w", queryIssued.head(), err)
	}
	if r.ID == "" {
		return r, 0, fault.New(fault.NotFound, "not_found", "what", "certificate")
	}
	slices.SortFunc(r.Events, func(a, b certificates.Event) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return r, generation, nil
}

// place is an edition with the organiser of a certificate, by their ids.
type place struct{ edition, organiser string }

type around struct {
	edition   judging.Edition
	organiser accounts.Organiser
}

// surroundings keeps what many certificates share, as of one generation, which every change of an edition or an
// organiser moves. The zero value is ready.
type surroundings struct {
	mu         sync.RWMutex
	generation int64
	kept       map[place]around
}

// get is what stands around a certificate that was read at that generation, from memory when nothing moved since.
func (s *surroundings) get(ctx context.Context, db *DB, p place, generation int64) (around, error) {
	s.mu.RLock()
	found, ok := s.kept[p]
	ok = ok && s.generation == generation
	s.mu.RUnlock()
	if ok {
		return found, nil
	}
	err := db.View(ctx, func(t *Tx) (err error) {
		if generation, err = one(t, "generation", plain[int64], queryGeneration); err != nil {
			return err
		}
		found, err = one(t, "edition", scanAround, queryAround, p.edition, p.organiser)
		return err
	})
	if err != nil {
		return found, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || s.generation != generation {
		s.generation, s.kept = generation, map[place]around{}
	}
	s.kept[p] = found
	return found, nil
}

func scanAround(_ *Tx, row scan) (a around, err error) {
	e, o := &a.edition, &a.organiser
	err = row(&e.ID, &e.Organiser, &e.Slug, &e.Name, &e.NameEN, &e.Number, &e.Year, &e.Level, &e.Province, &e.State,
		&o.ID, &o.Slug, &o.Name, &o.Province, &o.Phone, &o.Email, stamp(&o.Created), &o.Programme, &o.Hours)
	return a, err
}
