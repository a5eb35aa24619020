package certificates

import (
	"time"

	"vinhdanh/internal/ledger"
)

// CertificateLeaf is the public statement of an issued certificate: every field, its number and the
// hash of its PDF. The same function writes the leaf and recomputes it when the ledger is checked.
func CertificateLeaf(kind string, c Certificate, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "certificates", ID: c.ID, At: at, Public: true,
		Body: map[string]any{
			"organiser": c.Organiser, "edition": c.Edition, "nomination": c.Nomination, "decision": c.Decision,
			"code": c.Code, "seq": c.Seq, "number": c.Number, "statement": string(c.Statement),
			"product": c.Product, "producer": c.Producer, "address": c.Address, "product_group": c.Group,
			"issued_on": c.IssuedOn, "valid_until": c.ValidUntil, "pdf_sha256": c.PDFSHA256,
			"prepared": stamp(c.Prepared), "issued": stamp(c.Issued), "prepared_by": c.PreparedBy, "replaces": c.Replaces, "reason": c.Reason, "reissue_number": c.ReissueNumber, "reissue_date": c.ReissueDate,
		}}
}

// EventLeaf is the public record of a suspension, reinstatement, revocation or supersession.
func EventLeaf(kind string, e Event, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "certificate_events", ID: e.ID, At: at, Public: true,
		Body: map[string]any{
			"certificate": e.Certificate, "kind": string(e.Kind), "reason": e.Reason,
			"decision_number": e.DecisionNumber, "decision_date": e.DecisionDate,
			"effective_on": e.EffectiveOn, "successor": e.Successor, "by": e.By, "made": stamp(e.At),
		}}
}

// stamp writes a time into a leaf as microseconds since 1970 UTC; 0 means none.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
