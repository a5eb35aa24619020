package web

import (
	"time"

	"vinhdanh/certificates"
)

type lineJSON struct {
	Code       string              `json:"code"`
	Number     string              `json:"number"`
	Nomination string              `json:"nomination"`
	Product    string              `json:"product"`
	Producer   string              `json:"producer"`
	Group      string              `json:"product_group"`
	Status     certificates.Status `json:"status"`
	IssuedOn   string              `json:"issued_on"`
	ValidUntil string              `json:"valid_until"`
	PDFSHA256  *string             `json:"pdf_sha256"`
	Events     []eventJSON         `json:"events"`
}

type eventJSON struct {
	Kind        certificates.EventKind `json:"kind"`
	Reason      string                 `json:"reason"`
	Decision    decisionRefJSON        `json:"decision"`
	EffectiveOn string                 `json:"effective_on"`
	At          time.Time              `json:"at"`
}

type decisionRefJSON struct {
	Number string `json:"number"`
	Date   string `json:"date"`
}

func viewLine(l certificates.Line) lineJSON {
	out := lineJSON{
		Code: l.Code, Number: l.Number, Nomination: l.Nomination, Product: l.Product, Producer: l.Producer, Group: l.Group,
		Status: l.Status, IssuedOn: l.IssuedOn, ValidUntil: l.ValidUntil, PDFSHA256: optional(l.File()),
		Events: []eventJSON{},
	}
	for _, e := range l.Events {
		out.Events = append(out.Events, eventJSON{
			e.Kind, e.Reason, decisionRefJSON{e.DecisionNumber, e.DecisionDate}, e.EffectiveOn, e.At.UTC(),
		})
	}
	return out
}

type publicJSON struct {
	Code         string              `json:"code"`
	Status       certificates.Status `json:"status"`
	Reason       *string             `json:"reason"`
	Number       string              `json:"number"`
	Product      string              `json:"product"`
	SetMembers   []string            `json:"set_members"`
	Producer     string              `json:"producer"`
	Address      string              `json:"producer_address"`
	ProductGroup string              `json:"product_group"`
	Level        string              `json:"level"`
	Prize        *string             `json:"prize"`
	Edition      string              `json:"edition"`
	EditionName  string              `json:"edition_name"`
	Decision     decisionRefJSON     `json:"decision"`
	Authority    string              `json:"authority"`
	IssuedOn     string              `json:"issued_on"`
	ValidUntil   string              `json:"valid_until"`
	PDFSHA256    string              `json:"pdf_sha256"`
	Signatures   []signatureJSON     `json:"signatures"`
	Successor    *string             `json:"superseded_by"`
	Replaces     *string             `json:"replaces"`
	Upcoming     *upcomingJSON       `json:"upcoming"`
	History      []momentJSON        `json:"history"`
	Ledger       ledgerJSON          `json:"ledger"`
}

// ledgerJSON is where the certificate's latest leaf stands; Index and Proof are null until a published
// checkpoint covers it.
type ledgerJSON struct {
	Index      *int64   `json:"index"`
	Checkpoint *string  `json:"checkpoint"`
	Proof      []string `json:"proof"`
	Record     *string  `json:"record"` // the leaf itself, which the proof is of
}

// signatureJSON is a file that the authority signed with its own tool; Issued is the file that it begins with.
type signatureJSON struct {
	SHA256  string     `json:"sha256"`
	Signer  string     `json:"signer"`
	Claimed *time.Time `json:"claimed"`
	At      time.Time  `json:"at"`
	Issued  string     `json:"issued_sha256"`
}

func viewSignatures(l certificates.Line) []signatureJSON {
	list := []signatureJSON{}
	for _, n := range l.Signatures {
		x := signatureJSON{SHA256: n.SHA256, Signer: n.Signer, At: n.At.UTC(), Issued: l.PDFSHA256}
		if !n.Claimed.IsZero() {
			claimed := n.Claimed.UTC()
			x.Claimed = &claimed
		}
		list = append(list, x)
	}
	return list
}

func viewPublic(p certificates.Public, proof ledgerJSON) publicJSON {
	st := p.Statement
	members := st.SetMembers
	if members == nil {
		members = []string{}
	}
	return publicJSON{
		Code: p.Code, Status: p.Status, Reason: optional(statusReason(p)), Number: p.Number, Product: p.Product,
		SetMembers: members, Producer: p.Producer, Address: st.ProducerAddress, ProductGroup: p.Group,
		Level: st.LevelCode, Prize: optional(st.Prize), Edition: p.Edition.Slug, EditionName: st.EditionName,
		Decision: decisionRefJSON{st.DecisionNumber, string(st.DecisionDate)}, Authority: st.Authority,
		IssuedOn: p.IssuedOn, ValidUntil: p.ValidUntil, PDFSHA256: p.File(), Signatures: viewSignatures(p.Line),
		Successor: optional(p.SuccessorCode), Ledger: proof,
	}
}

// statusEvent is the latest act behind a status that is not plain validity or age, or nil.
func statusEvent(p certificates.Public) *certificates.Event {
	kinds := map[certificates.Status]certificates.EventKind{
		certificates.Suspended:  certificates.EventSuspended,
		certificates.Revoked:    certificates.EventRevoked,
		certificates.Superseded: certificates.EventSuperseded,
	}
	for i := len(p.Events) - 1; i >= 0; i-- {
		if kind, ok := kinds[p.Status]; ok && p.Events[i].Kind == kind {
			return &p.Events[i]
		}
	}
	return nil
}

func statusReason(p certificates.Public) string {
	if e := statusEvent(p); e != nil {
		return e.Reason
	}
	return ""
}
