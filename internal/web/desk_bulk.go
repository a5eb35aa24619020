package web

import (
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

// bulkForm is an act on many dossiers as it was sent.
type bulkForm struct {
	act       string
	picks     []judging.Picked
	text, due string
	from      deskQuery
}

// bulkActs are what can be done to many dossiers at once.
var bulkActs = []string{"eligible", "supplement", "remind"}

func readBulk(form url.Values) (bulkForm, error) {
	f := bulkForm{act: form.Get("act"), text: form.Get("text"), due: form.Get("due"), from: deskFrom(form.Get("from"))}
	var faults fault.Fields
	if !slices.Contains(bulkActs, f.act) {
		faults.Add("act", "unknown_value", "allowed", bulkActs)
	}
	for _, pick := range form["pick"] {
		id, version, _ := strings.Cut(pick, ".")
		n, err := strconv.Atoi(version)
		if err != nil || n < 1 || id == "" {
			faults.Add("pick", "unknown_value", "allowed", "–")
			continue
		}
		f.picks = append(f.picks, judging.Picked{ID: id, Version: n})
	}
	if len(f.picks) == 0 && faults.Empty() {
		faults.Add("", "desk_pick_some")
	}
	return f, faults.Err()
}

// supplementDays is how many days from today a request for a supplement gives, unless another day is written.
const supplementDays = 7

// deskBulk shows what an act would do to each of the ticked dossiers.
func (s *Server) deskBulk(c echo.Context) error {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	f, err := readBulk(form)
	if err != nil {
		return s.queueFault(c, f.from, err)
	}
	f.due = i18n.TypedDate(i18n.Today(d.now.AddDate(0, 0, supplementDays)))
	return s.bulkPage(c, d, f, http.StatusOK, nil)
}

// queueFault shows the list again with what is wrong with an act on it.
func (s *Server) queueFault(c echo.Context, q deskQuery, err error) error {
	faults := s.formFaults(c, err)
	if faults == nil {
		return err
	}
	return s.queuePage(c, http.StatusUnprocessableEntity, q, faults[:1])
}

// bulk does the act, or rehearses it.
func (s *Server) bulk(c echo.Context, slug string, f bulkForm, rehearse bool) ([]judging.Outcome, error) {
	ctx := c.Request().Context()
	if f.act == "remind" {
		return s.Judging.Remind(ctx, who(c), slug, f.picks, rehearse)
	}
	in := judging.ScreenInput{Verdict: judging.NominationState(f.act)}
	if f.act == "supplement" {
		text := f.text
		if rehearse {
			text = "-" // who would be asked does not depend on the words, which are still to be written
		}
		due, err := readDue(f.due)
		if err != nil {
			return nil, err
		}
		in.Due = due
		if strings.TrimSpace(text) != "" {
			in.Reasons = []judging.VerdictReason{{Code: "common", Text: text}}
		}
	}
	return s.Judging.ScreenMany(ctx, who(c), slug, f.picks, in, rehearse)
}

// readDue reads the day of a supplement as it is typed; an empty one is no day.
func readDue(typed string) (string, error) {
	if strings.TrimSpace(typed) == "" {
		return "", required("due")
	}
	due, ok := i18n.ReadDate(typed)
	if !ok {
		var f fault.Fields
		f.Add("due", "desk_day")
		return "", f.Err()
	}
	return due, nil
}

// bulkPage is the preview; what is rehearsed there is what a confirmation does.
func (s *Server) bulkPage(c echo.Context, d deskScene, f bulkForm, status int, faults templates.FormFaults) error {
	rehearsed := f
	if faults != nil {
		rehearsed.due = i18n.TypedDate(d.today()) // the typed day is at fault already
	}
	list, err := s.bulk(c, d.edition.Slug, rehearsed, true)
	if err != nil {
		return s.queueFault(c, f.from, err)
	}
	p := templates.DeskBulk{Shell: d.shell, Edition: d.line, Nav: d.nav, Act: f.act, Action: d.base() + "/bulk/confirm",
		Back: templates.Link{Text: d.say("back"), URL: d.base() + f.from.String()}, Text: f.text, Due: f.due, From: f.from.String(), Faults: faults}
	for _, x := range list {
		o := d.outcome(x)
		if x.Refusal != nil {
			o.Why = s.refusal(c, x.Refusal)
			if x.Refusal.Code == "no_email" && x.Producer.Phone != "" {
				o.Why = d.say("call", "phone", localPhone(x.Producer.Phone))
			}
			p.Skip = append(p.Skip, o)
			continue
		}
		o.Why, o.Unseen = d.will(f.act, x.Producer.Email), x.Unseen
		if x.Unseen {
			p.Unseen++
		}
		p.Take, p.Picks = append(p.Take, o), append(p.Picks, pickOf(x.Nomination))
	}
	p.Confirm = d.say("confirm_"+f.act, "count", len(p.Take))
	return s.page(c, status, p)
}

func (d deskScene) outcome(x judging.Outcome) templates.DeskOutcome {
	return templates.DeskOutcome{Code: x.Code, URL: d.base() + "/nominations/" + x.ID, Product: x.Product, Producer: x.Producer.Name}
}

// will says what an act is going to do to one dossier.
func (d deskScene) will(act, mail string) string {
	if mail == "" {
		return d.say("will_" + act)
	}
	if act == "remind" {
		return d.say("will_remind", "mail", mail)
	}
	return d.say("will_mail_"+act, "mail", mail)
}

// refusal says why a dossier was left out; a fault of fields is told by its first field.
func (s *Server) refusal(c echo.Context, f *fault.Fault) string {
	t := s.messages(c)
	if len(f.Fields) > 0 {
		return t("field_name", f.Fields[0].Field, nil) + ": " + t("field", f.Fields[0].Code, f.Fields[0].Args)
	}
	if len(f.Missing) > 0 {
		return t("missing", f.Missing[0].Code, f.Missing[0].Args)
	}
	return t("fault", f.Code, f.Args)
}

// deskBulkConfirm does what the preview showed and leads to what came of it.
func (s *Server) deskBulkConfirm(c echo.Context) error {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	f, err := readBulk(form)
	if err != nil {
		return s.queueFault(c, f.from, err)
	}
	err = s.once(c, form, func() (string, error) {
		list, err := s.bulk(c, d.edition.Slug, f, false)
		if err != nil {
			return "", err
		}
		return d.base() + "/bulk/done?" + bulkResult(f, list), nil
	})
	if faults := s.bulkFaults(c, err); faults != nil {
		return s.bulkPage(c, d, f, http.StatusUnprocessableEntity, faults)
	}
	return err
}

// bulkFaults are the faults of the common reason, under the names of its fields.
func (s *Server) bulkFaults(c echo.Context, err error) templates.FormFaults {
	if err == nil {
		return nil
	}
	faults := s.formFaults(c, err)
	for i, x := range faults {
		switch {
		case strings.HasPrefix(x.Field, "reasons"):
			faults[i].Field = "text"
		case x.Field == "due" && fault.KindOf(err) == fault.Invalid:
			faults[i].Message = s.dueFault(c, err, x.Message)
		}
	}
	return faults
}

// dueFault words the fault of a day in the past as this page has it.
func (s *Server) dueFault(c echo.Context, err error, message string) string {
	f, _ := asFault(err)
	for _, x := range f.Fields {
		if x.Field == "due" && x.Code == "date_order" {
			return s.messages(c)("field", "desk_due_past", nil)
		}
	}
	return message
}

// bulkResult is what came of an act as its page's address carries it: the numbers of the dossiers within the
// edition, and beside those left out why.
func bulkResult(f bulkForm, list []judging.Outcome) string {
	var ok, no []string
	for _, x := range list {
		seq := strconv.Itoa(x.Seq)
		if x.Refusal == nil {
			ok = append(ok, seq)
		} else {
			no = append(no, seq+"-"+x.Refusal.Code)
		}
	}
	return url.Values{"act": {f.act}, "ok": {strings.Join(ok, ",")}, "no": {strings.Join(no, ",")}, "from": {f.from.String()}}.Encode()
}

// deskBulkDone tells what came of an act on many dossiers.
func (s *Server) deskBulkDone(c echo.Context) error {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return err
	}
	act := c.QueryParam("act")
	if !slices.Contains(bulkActs, act) {
		return c.Redirect(http.StatusSeeOther, d.base())
	}
	lines, err := s.queue(c, d.edition.Slug, deskQuery{state: "all"})
	if err != nil {
		return err
	}
	from := deskFrom(c.QueryParam("from"))
	p := templates.DeskBulk{Shell: d.shell, Edition: d.line, Nav: d.nav, Act: act, Done: true,
		Back: templates.Link{Text: d.say("back"), URL: d.base() + from.String()}}
	ok, no := strings.Split(c.QueryParam("ok"), ","), strings.Split(c.QueryParam("no"), ",")
	t := s.messages(c)
	for _, l := range lines {
		seq := strconv.Itoa(l.Seq)
		o := d.outcome(judging.Outcome{Nomination: l.Nomination})
		if slices.Contains(ok, seq) {
			o.Why = d.stateTag(l).Text
			p.Take = append(p.Take, o)
		}
		for _, x := range no {
			if code, found := strings.CutPrefix(x, seq+"-"); found {
				o.Why = leftOut(t, code, l)
				p.Skip = append(p.Skip, o)
			}
		}
	}
	return s.page(c, http.StatusOK, p)
}

// leftOut says again why a dossier was left out; only codes that the preview gives are worded.
func leftOut(t message, code string, l judging.QueueLine) string {
	args := fault.Args{"state": string(l.State), "need": string(judging.NominationSubmitted), "count": l.Bad}
	switch code {
	case "wrong_state", "stale_version", "documents_bad", "documents_missing", "no_email", "reminded_today", "invalid_fields":
		return t("fault", code, args)
	}
	return t("fault", "stale_version", nil)
}
