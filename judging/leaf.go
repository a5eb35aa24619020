package judging

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/ledger"
)

// The functions of this file turn a row of the record into its leaf. The same function writes the leaf
// when the act happens and recomputes it when the ledger is checked, so that the two cannot drift apart.

// EditionLeaf binds an edition, its state and its rules.
func EditionLeaf(kind string, e Edition, at time.Time) ledger.Leaf {
	body := map[string]any{
		"organiser": e.Organiser, "slug": e.Slug, "number": e.Number, "year": e.Year, "level": e.Level,
		"state": string(e.State), "rules_sha256": hexSum(string(e.Rules)), "rules_frozen": stamp(e.RulesFrozen),
	}
	if !e.FilingUntil.IsZero() { // left out for none, as in every leaf from before there were deadlines
		body["filing_until"] = stamp(e.FilingUntil)
	}
	if e.ResultsFor != "" { // as filing_until
		body["results_for"] = string(e.ResultsFor)
	}
	return ledger.Leaf{Kind: kind, Table: "editions", ID: e.ID, At: at, Body: body,
		Texts: map[string]string{"name": e.Name, "name_en": e.NameEN, "province": e.Province}}
}

// NominationLeaf binds an accepted nomination: its product, set, group, producer and state.
func NominationLeaf(kind string, n Nomination, at time.Time) ledger.Leaf {
	p := n.Producer
	return ledger.Leaf{Kind: kind, Table: "nominations", ID: n.ID, At: at,
		Body: map[string]any{
			"edition": n.Edition, "code": n.Code, "entry_code": n.EntryCode, "state": string(n.State),
			"product_id": n.ProductID, "producer_id": n.ProducerID, "product_group": n.ProductGroup,
			"entity_kind": p.EntityKind, "by_office": n.ByOffice, "submitted": stamp(n.Submitted),
		},
		Texts: map[string]string{
			"product": n.Product, "set_members": strings.Join(n.SetMembers, "\n"), "description": n.Description,
			"producer.name": p.Name, "producer.tax_code": p.TaxCode,
			"producer.registration_number": p.RegistrationNumber, "producer.address": p.Address,
			"producer.commune": p.Commune, "producer.representative": p.Representative,
		}}
}

// VerdictLeaf binds one outcome of screening.
func VerdictLeaf(kind string, v Verdict, at time.Time) ledger.Leaf {
	texts := map[string]string{}
	codes := make([]any, len(v.Reasons))
	for i, r := range v.Reasons {
		codes[i] = map[string]any{"document": r.Document, "code": r.Code}
		texts["reason."+strconv.Itoa(i)] = r.Text
	}
	return ledger.Leaf{Kind: kind, Table: "verdicts", ID: v.ID, At: at, Texts: texts,
		Body: map[string]any{"nomination": v.Nomination, "verdict": string(v.Verdict), "reasons": codes,
			"due": v.Due, "by": v.By, "made": stamp(v.At)}}
}

// GrantLeaf binds one seat of a panel.
func GrantLeaf(kind string, g accounts.Grant, at time.Time) ledger.Leaf {
	body := map[string]any{"edition": g.Edition, "user": g.User, "body": string(g.Body),
		"role": string(g.Role), "created": stamp(g.Created), "ended": stamp(g.Ended)}
	texts := map[string]string{"title": g.Title, "employer": g.Employer}
	if g.Replaces != "" { // left out for none, as in every leaf from before somebody could be replaced
		body["replaces"] = g.Replaces
	}
	if g.Address != "" || g.TaxCode != "" {
		texts["address"], texts["tax_code"] = g.Address, g.TaxCode
	}
	return ledger.Leaf{Kind: kind, Table: "grants", ID: g.ID, At: at, Body: body, Texts: texts}
}

// DeclarationLeaf binds that a judge has declared.
func DeclarationLeaf(kind string, d Declaration, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "declarations", ID: d.ID, At: at,
		Body: map[string]any{"edition": d.Edition, "judge": d.Judge, "made": stamp(d.At)}}
}

// ConflictLeaf binds one conflict of interest.
func ConflictLeaf(kind string, c Conflict, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "conflicts", ID: c.ID, At: at,
		Body:  map[string]any{"edition": c.Edition, "judge": c.Judge, "nomination": c.Nomination, "made": stamp(c.At)},
		Texts: map[string]string{"reason": c.Reason}}
}

// DismissalLeaf binds that a match of the data is no conflict.
func DismissalLeaf(kind string, d Dismissal, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "conflict_dismissals", ID: d.ID, At: at,
		Body: map[string]any{"edition": d.Edition, "judge": d.Judge, "nomination": d.Nomination, "fields": d.Fields,
			"by": d.By, "made": stamp(d.At)},
		Texts: map[string]string{"reason": d.Reason}}
}

// AssignmentLeaf binds who judges what. Pairs enter as the hash of their list, one line each, in order.
func AssignmentLeaf(kind string, a Assignment, at time.Time) ledger.Leaf {
	texts, panels := map[string]string{"reason": a.Reason}, make([]any, len(a.Panels))
	for i, p := range a.Panels {
		panels[i] = map[string]any{"groups": p.Groups, "judges": p.Judges}
		texts["panel."+strconv.Itoa(i)] = p.Name
	}
	lines := make([]string, len(a.Pairs))
	for i, p := range a.Pairs {
		lines[i] = p.Judge + " " + p.Nomination + "\n"
	}
	return ledger.Leaf{Kind: kind, Table: "assignments", ID: a.ID, At: at, Texts: texts,
		Body: map[string]any{"edition": a.Edition, "mode": string(a.Mode), "k": a.K, "panels": panels,
			"pairs_sha256": hexSum(strings.Join(lines, "")), "by": a.By, "made": stamp(a.At)}}
}

// AbsenceLeaf binds when a member of the jury is away.
func AbsenceLeaf(kind string, a Absence, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "absences", ID: a.ID, At: at,
		Body: map[string]any{"edition": a.Edition, "seat": a.Seat, "from": a.From, "until": a.Until, "by": a.By,
			"made": stamp(a.At), "ended": stamp(a.Ended)},
		Texts: map[string]string{"reason": a.Reason}}
}

// SheetLeaf binds where a sheet stands once somebody has acted on it, and what a sealed one shows of its
// seal: marks, total and remark. Locking is the pass's act and leaves the sheet's own leaf as it was.
func SheetLeaf(kind string, s Sheet, at time.Time) ledger.Leaf {
	standing := s.State
	if standing == SheetLocked {
		standing = SheetOpen
		if s.Seal != "" {
			standing = SheetSubmitted
		}
	}
	body := map[string]any{"edition": s.Edition, "pass": s.Pass, "nomination": s.Nomination, "judge": s.Judge,
		"standing": string(standing), "seal": s.Seal, "acts": s.Acts}
	texts := map[string]string{"reason": s.Reason}
	if s.Seal != "" {
		maps.Copy(body, markTexts(s.Marks, s.Total, s.ByTop))
		texts["comment"] = s.Comment
	}
	return ledger.Leaf{Kind: kind, Table: "sheets", ID: s.ID, At: at, Body: body, Texts: texts}
}

// markTexts writes marks, their total and the sums of the top-level criteria as a leaf holds them.
func markTexts(marks map[string]Points, total *Points, byTop []Points) map[string]any {
	written := map[string]any{}
	for code, p := range marks {
		written[code] = p.String()
	}
	body := map[string]any{"marks": written, "total": nil, "by_top": pointTexts(byTop)}
	if total != nil {
		body["total"] = total.String()
	}
	return body
}

// SealLeaf binds sealed marks, their total and the judge's remark.
func SealLeaf(kind string, s SheetSeal, at time.Time) ledger.Leaf {
	body := map[string]any{"sheet": s.Sheet, "version": s.Version, "sealed": stamp(s.At)}
	maps.Copy(body, markTexts(s.Marks, s.Total, s.ByTop))
	return ledger.Leaf{Kind: kind, Table: "sheet_seals", ID: s.ID, At: at, Body: body,
		Texts: map[string]string{"comment": s.Comment}}
}

// PassLeaf binds a pass and, once it was closed, every sheet of it by the hash of their list.
func PassLeaf(kind string, p Pass, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "passes", ID: p.ID, At: at,
		Body: map[string]any{"edition": p.Edition, "n": p.N, "opened": stamp(p.Opened), "closed": stamp(p.Closed),
			"closed_by": p.ClosedBy, "sheets_sha256": p.SheetsHash, "reopened": p.Reopened},
		Texts: map[string]string{"left_open": p.LeftOpen, "reason": p.Reason}}
}

// ProposalLeaf binds the council's proposal, its votes and reasons.
func ProposalLeaf(kind string, p ProposalRecord, at time.Time) ledger.Leaf {
	texts := map[string]string{}
	items, left := make([]any, len(p.Items)), make([]any, len(p.LeftOut))
	for i, x := range p.Items {
		items[i] = map[string]any{"nomination": x.Nomination, "prize": x.Prize}
		texts["reason."+x.Nomination] = x.Reason
	}
	for i, x := range p.LeftOut {
		left[i] = x.Nomination
		texts["left_out."+x.Nomination] = x.Reason
	}
	return ledger.Leaf{Kind: kind, Table: "proposals", ID: p.ID, At: at, Texts: texts,
		Body: map[string]any{"edition": p.Edition, "held_on": p.HeldOn, "members": p.Members, "present": p.Present,
			"for": p.For, "against": p.Against, "abstain": p.Abstain, "items": items, "left_out": left,
			"by": p.By, "made": stamp(p.At)}}
}

// DecisionLeaf binds the recorded decision of the authority.
func DecisionLeaf(kind string, d Decision, at time.Time) ledger.Leaf {
	body := map[string]any{"edition": d.Edition, "number": d.Number, "date": d.Date, "nominations": d.Nominations,
		"notified_on": d.NotifiedOn, "file": d.File, "by": d.By, "made": stamp(d.At)}
	texts := map[string]string{"authority": d.Authority, "signer.name": d.Signer.Name,
		"signer.title": d.Signer.Title, "signer.block": d.Signer.Block}
	if d.Replaces != "" || d.Reason != "" {
		body["replaces"], texts["reason"] = d.Replaces, d.Reason
	}
	return ledger.Leaf{Kind: kind, Table: "decisions", ID: d.ID, At: at, Body: body, Texts: texts}
}

// ActLeaf binds who did something to an edition and why.
func ActLeaf(kind string, a Act, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "edition_acts", ID: a.ID, At: at,
		Body:  map[string]any{"edition": a.Edition, "act": a.Kind, "row": a.Row, "by": a.By, "made": stamp(a.At)},
		Texts: map[string]string{"reason": a.Reason}}
}

// ErasureLeaf binds an erasure; it covers the leaves of its row that stand before it.
func ErasureLeaf(_ string, e Erasure, at time.Time) ledger.Leaf {
	return ledger.ErasureLeaf("erasures", e.ID, at, e.Table, e.Row, e.Fields, e.Reason)
}

// SheetsHash is the hex SHA-256 over a pass's sheets, one line each, ordered by id: id, nomination,
// judge, state and seal. A sheet added, deleted or given another seal changes it.
func SheetsHash(sheets []Sheet) string {
	lines := make([]string, len(sheets))
	for i, s := range sheets {
		lines[i] = fmt.Sprintf("%s %s %s %s %s\n", s.ID, s.Nomination, s.Judge, s.State, s.Seal)
	}
	slices.Sort(lines)
	return hexSum(strings.Join(lines, ""))
}

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// stamp writes a time into a leaf as microseconds since 1970 UTC; 0 means none.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func pointTexts(points []Points) []string {
	texts := make([]string, len(points))
	for i, p := range points {
		texts[i] = p.String()
	}
	return texts
}
