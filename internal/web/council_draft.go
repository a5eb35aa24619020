package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// draftProposal is a proposal as it is typed; the zero value is one that nobody has begun.
type draftProposal struct {
	begun    bool
	seen     string // id of the recorded proposal that it replaces, or empty
	taken    []string
	reasons  map[string]string // by nomination
	prizes   map[string]string
	heldOn   string
	present  string
	inFavour string
	against  string
	abstain  string
}

// maxProposalForm is the most bytes of a proposal's form: thousands of entries with reasons.
const maxProposalForm = 4 << 20

// readDraft reads the form of a proposal.
func readDraft(c echo.Context) (draftProposal, url.Values, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxProposalForm)
	if err := r.ParseForm(); err != nil {
		return draftProposal{}, nil, bodyFault(err)
	}
	form := r.PostForm
	d := draftProposal{begun: true, seen: form.Get("seen"), taken: form["take"], reasons: map[string]string{}, prizes: map[string]string{},
		heldOn: form.Get("held_on"), present: form.Get("present"), inFavour: form.Get("votes_for"),
		against: form.Get("votes_against"), abstain: form.Get("votes_abstain")}
	for name := range form {
		if id, ok := strings.CutPrefix(name, "reason_"); ok {
			d.reasons[id] = form.Get(name)
		}
		if id, ok := strings.CutPrefix(name, "prize_"); ok {
			d.prizes[id] = form.Get(name)
		}
	}
	return d, form, nil
}

// draftOf is a recorded proposal as a form holds it, to be changed and recorded anew.
func draftOf(rec judging.ProposalRecord) draftProposal {
	d := draftProposal{begun: true, seen: rec.ID, reasons: map[string]string{}, prizes: map[string]string{},
		heldOn: i18n.TypedDate(rec.HeldOn), present: strconv.Itoa(rec.Present), inFavour: strconv.Itoa(rec.For),
		against: strconv.Itoa(rec.Against), abstain: strconv.Itoa(rec.Abstain)}
	for _, x := range rec.Items {
		d.taken = append(d.taken, x.Nomination)
		d.reasons[x.Nomination], d.prizes[x.Nomination] = x.Reason, x.Prize
	}
	for _, x := range rec.LeftOut {
		d.reasons[x.Nomination] = x.Reason
	}
	return d
}

// proposal is the draft as the service takes it. Faults are of what cannot be read as a day or a number; what is
// left out is every entry that passed and is not taken, and any other with a reason.
func (d draftProposal) proposal(lines []rankedLine) (judging.Proposal, error) {
	var f fault.Fields
	p := judging.Proposal{Seen: &d.seen}
	taken := map[string]bool{}
	for _, id := range d.taken {
		taken[id] = true
		p.Items = append(p.Items, judging.ProposalItem{Nomination: strings.ToValidUTF8(id, "?"), Reason: d.reasons[id], Prize: d.prizes[id]})
	}
	for _, x := range lines {
		if reason := d.reasons[x.Nomination]; !taken[x.Nomination] && (x.Passed || strings.TrimSpace(reason) != "") {
			p.LeftOut = append(p.LeftOut, judging.LeftOut{Nomination: x.Nomination, Reason: reason})
		}
	}
	if strings.TrimSpace(d.heldOn) == "" {
		f.Add("held_on", "required")
	} else if date, ok := i18n.ReadDate(d.heldOn); ok {
		p.HeldOn = date
	} else {
		f.Add("held_on", "typed_date")
	}
	for _, x := range []struct {
		field, typed string
		into         *int
	}{
		{"present", d.present, &p.Present}, {"votes_for", d.inFavour, &p.For},
		{"votes_against", d.against, &p.Against}, {"votes_abstain", d.abstain, &p.Abstain},
	} {
		readCount(&f, x.field, x.typed, x.into)
	}
	return p, f.Err()
}

// settled is the draft without the reasons that nobody is asked for: what was typed before an entry was ticked or
// unticked again would otherwise be recorded as the reason for the contrary.
func (d draftProposal) settled(lines []rankedLine) draftProposal {
	lowest := map[string]int{} // the lowest place that is taken, by product group
	for _, x := range lines {
		if slices.Contains(d.taken, x.Nomination) {
			lowest[x.Group] = max(lowest[x.Group], x.place())
		}
	}
	reasons := maps.Clone(d.reasons)
	for _, x := range lines {
		taken := slices.Contains(d.taken, x.Nomination)
		if len(x.TiedWith) == 0 && (taken == x.Passed && (taken || x.place() > lowest[x.Group])) {
			delete(reasons, x.Nomination)
		}
	}
	d.reasons = reasons
	return d
}

// readCount reads a number of people.
func readCount(f *fault.Fields, field, typed string, into *int) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		f.Add(field, "required")
		return
	}
	n, err := strconv.Atoi(typed)
	if err != nil || strings.HasPrefix(typed, "+") {
		f.Add(field, "not_a_count")
		return
	}
	*into = n
}

// proposalFields are the names of the form's fields where they differ from those of the service.
var proposalFields = map[string]string{
	"votes.for": "votes_for", "votes.against": "votes_against", "votes.abstain": "votes_abstain", "nominations": "take",
}

// proposalFaults shows in the form what is wrong with a proposal, with the status of the answer; 0 for an error
// that the form cannot mend.
func (s *Server) proposalFaults(c echo.Context, err error, p judging.Proposal, lines []rankedLine) (templates.FormFaults, int) {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return nil, 0
	}
	t := s.messages(c)
	switch {
	case f.Code == "no_quorum":
		return templates.FormFaults{{Field: "present", Message: t("fault", f.Code, f.Args)}}, http.StatusConflict
	case f.Code == "no_majority":
		return templates.FormFaults{{Field: "votes_for", Message: t("fault", f.Code, f.Args)}}, http.StatusConflict
	case f.Kind == fault.Conflict:
		return templates.FormFaults{{Message: t("fault", f.Code, f.Args)}}, http.StatusConflict
	case f.Kind != fault.Invalid:
		return nil, 0
	}
	var list templates.FormFaults
	for _, x := range f.Fields {
		list = append(list, s.proposalFault(c, x, p, lines))
	}
	return list, http.StatusUnprocessableEntity
}

// proposalFault places one fault beside the entry or the field that it is about.
func (s *Server) proposalFault(c echo.Context, x fault.Field, p judging.Proposal, lines []rankedLine) templates.FormFault {
	message := s.messages(c)("field", x.Code, x.Args)
	if x.Field == "nominations" && x.Code == "required" {
		message = s.messages(c)("page.say.council.why", "nobody", nil)
	}
	if name, known := proposalFields[x.Field]; known {
		return templates.FormFault{Field: name, Message: message}
	}
	part, id := "reason_", ""
	if i, rest, ok := indexed(x.Field, "nominations"); ok && i < len(p.Items) {
		id = p.Items[i].Nomination
		if rest == ".prize" {
			part = "prize_"
		}
	} else if i, _, ok := indexed(x.Field, "left_out"); ok && i < len(p.LeftOut) {
		id = p.LeftOut[i].Nomination
	} else if x.Field == "left_out" {
		id, _ = x.Args["nomination"].(string)
	} else {
		return templates.FormFault{Field: x.Field, Message: message}
	}
	for _, line := range lines {
		if line.Nomination == id {
			return templates.FormFault{Field: part + id, Message: s.entryFault(c, x, line, message)}
		}
	}
	return templates.FormFault{Field: "take", Message: message}
}

// entryFault names the entry in a fault's sentence and says which reason is asked for.
func (s *Server) entryFault(c echo.Context, x fault.Field, line rankedLine, message string) string {
	t := s.messages(c)
	switch x.Code {
	case "required":
		message = t("page.say.council.why", "taken", nil)
	case "reason_required":
		message = t("page.say.council.why", "left", nil)
	case "tie_reason_required":
		message = t("page.say.council.why", "tied", nil)
	}
	return line.Product + ": " + message
}

// indexed splits "nominations[3].reason" into 3 and ".reason".
func indexed(field, list string) (int, string, bool) {
	rest, ok := strings.CutPrefix(field, list+"[")
	if !ok {
		return 0, "", false
	}
	number, rest, ok := strings.Cut(rest, "]")
	i, err := strconv.Atoi(number)
	return i, rest, ok && err == nil && i >= 0
}
