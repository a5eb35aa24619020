package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// markField is what the name of a criterion's field begins with; faults of marks are named so too.
const markField = "marks."

// plainMark is a mark as the rules read it: people write a comma and blanks.
func plainMark(typed string) string {
	typed = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\t' {
			return -1
		}
		return r
	}, typed)
	if strings.Count(typed, ",") == 1 && !strings.Contains(typed, ".") {
		typed = strings.Replace(typed, ",", ".", 1)
	}
	return typed
}

// typedSheet is what a judge typed into the form.
type typedSheet struct {
	version int
	fields  map[string]string // by name of field, as typed
	marks   map[string]any
	comment string
}

func readSheet(form url.Values) typedSheet {
	t := typedSheet{fields: map[string]string{}, marks: map[string]any{}, comment: form.Get("comment")}
	t.version, _ = strconv.Atoi(form.Get("version")) // what is no number is no version
	for name := range form {
		code, ok := strings.CutPrefix(name, markField)
		if !ok {
			continue
		}
		t.fields[name] = strings.TrimSpace(form.Get(name))
		if mark := plainMark(t.fields[name]); mark != "" {
			t.marks[code] = mark
		}
	}
	return t
}

// judgeSave keeps what was typed as a draft and goes where the button says: on, to the check, or back.
func (s *Server) judgeSave(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	act := form.Get("act")
	if act == "flag" || act == "unflag" { // first, so that no fault of a mark and no other device's save loses it
		if err := s.Judging.FlagSheet(c.Request().Context(), who(c), c.Param("id"), act == "flag"); err != nil {
			return err
		}
	}
	return s.saveTyped(c, readSheet(form), act)
}

func (s *Server) saveTyped(c echo.Context, typed typedSheet, act string) error {
	view, err := s.Judging.SaveMarks(c.Request().Context(), who(c), c.Param("id"), typed.version, typed.marks, &typed.comment)
	if stored, ok := staleSheet(err); ok {
		return s.chooseMarks(c, stored, typed, act)
	}
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		x, err := s.ownScene(c)
		if err != nil {
			return err
		}
		return s.sheetPage(c, http.StatusUnprocessableEntity, x, typed.fields, typed.comment, typed.version, faults)
	}
	if err != nil {
		return err
	}
	return s.afterSave(c, view, act)
}

// staleSheet is the stored sheet when the error says that it was saved elsewhere in between.
func staleSheet(err error) (judging.SheetView, bool) {
	f, _ := asFault(err)
	stored, ok := f.Stored.(judging.SheetView)
	return stored, err != nil && ok
}

func (s *Server) afterSave(c echo.Context, view judging.SheetView, act string) error {
	address := "/judge/sheets/" + view.ID
	switch act {
	case "check":
		return c.Redirect(http.StatusSeeOther, address+"/check")
	case "next":
		slug := s.slugOf(c, view.Edition)
		sheets, _, err := s.lastSheets(c, slug, view.Pass)
		if err != nil {
			return err
		}
		if next := nextOpen(sheets, view.ID); next != "" {
			return s.done(c, "/judge/sheets/"+next, "judge_saved_next")
		}
		return s.done(c, "/judge/"+slug, "judge_saved_last")
	}
	return s.done(c, address, "judge_saved")
}

// chooseMarks joins the typed sheet with the one that was saved elsewhere since: where one side alone changed a mark, its
// value stands; where both did, the judge is asked. When nobody needs to be asked, what was joined is saved, unless the
// stored sheet holds it already, as after a double tap.
func (s *Server) chooseMarks(c echo.Context, stored judging.SheetView, typed typedSheet, act string) error {
	x, err := s.ownScene(c)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	base, err := s.baseOf(c, x, typed.version)
	if err != nil {
		return err
	}
	p := templates.JudgeConflict{Shell: sh, ID: x.ID, Version: stored.Version}
	if p.Entry, err = s.judgeEntry(c, x, false); err != nil {
		return err
	}
	kept, changed := shownMarks(s.lang(c), stored.Marks), false
	join := func(field, label, mine, theirs string, alike func(a, b string) bool) {
		was, known := base[field]
		switch {
		case alike(mine, theirs):
			mine = theirs
		case known && alike(mine, was):
			mine = theirs
		case known && alike(theirs, was):
			changed = true
		default:
			p.Choices = append(p.Choices, templates.JudgeChoice{Field: field, Label: label, Mine: mine, Stored: theirs})
			return
		}
		p.Same = append(p.Same, templates.JudgeSame{Name: field, Value: mine, Stored: theirs})
	}
	for _, leaf := range x.pack.Leaves(x.ProductGroup) {
		field := markField + leaf.Code
		join(field, leaf.Code+". "+leaf.Name.In(s.lang(c)), typed.fields[field], kept[field], sameMark)
	}
	join("comment", s.judgeSay(c, "comment", nil), typed.comment, stored.Comment, sameText)
	if len(p.Choices) > 0 {
		return s.page(c, http.StatusConflict, p)
	}
	if !changed {
		return s.afterSave(c, stored, act)
	}
	return s.saveJoined(c, p, act)
}

// saveJoined saves what two devices changed, each its own marks; saved elsewhere once more meanwhile, it is joined again.
func (s *Server) saveJoined(c echo.Context, p templates.JudgeConflict, act string) error {
	form := url.Values{"version": {strconv.Itoa(p.Version)}}
	for _, f := range p.Same {
		form.Set(f.Name, f.Value)
	}
	return s.saveTyped(c, readSheet(form), act)
}

// baseOf is the version of a sheet that a page started from, by the names of fields. It is empty when that version is not
// in the sheet's history: then every difference is asked about.
func (s *Server) baseOf(c echo.Context, x sheetScene, version int) (map[string]string, error) {
	drafts, err := s.Judging.SheetHistory(c.Request().Context(), who(c), x.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(drafts, func(d judging.SheetDraft) bool { return d.Version == version })
	if at < 0 && version != firstVersion {
		return nil, nil
	}
	var was judging.SheetDraft // before the first save: nothing
	if at >= 0 {
		was = drafts[at]
	}
	base := map[string]string{"comment": was.Comment}
	marks := shownMarks(s.lang(c), was.Marks)
	for _, leaf := range x.pack.Leaves(x.ProductGroup) {
		base[markField+leaf.Code] = marks[markField+leaf.Code]
	}
	return base, nil
}

// firstVersion is that of a sheet that nobody has saved.
const firstVersion = 1

func sameMark(a, b string) bool {
	x, errX := judging.ParsePoints(plainMark(a))
	y, errY := judging.ParsePoints(plainMark(b))
	return errX == nil && errY == nil && x == y || plainMark(a) == plainMark(b)
}

func sameText(a, b string) bool { return i18n.CleanText(a) == i18n.CleanText(b) }

// draftReply is what the page's script hears of a save in the background. Version and marks are the stored
// ones; Errors name fields.
type draftReply struct {
	Code    string            `json:"code,omitempty"`
	Message string            `json:"message,omitempty"`
	Version int               `json:"version,omitempty"`
	Saved   string            `json:"saved,omitempty"` // 10:32
	Marks   map[string]string `json:"marks,omitempty"` // by name of field, as the page writes them
	Comment string            `json:"comment"`
	Errors  []problemField    `json:"errors,omitempty"`
}

// judgeDraft keeps a draft while the judge types on. It answers JSON always; the page's script asks for it.
func (s *Server) judgeDraft(c echo.Context) error {
	var f struct {
		Version int            `json:"version"`
		Marks   map[string]any `json:"marks"`
		Comment *string        `json:"comment"`
	}
	err := decode(c, &f)
	var view judging.SheetView
	if err != nil {
		if _, foreign := s.ownScene(c); foreign != nil {
			return foreign
		}
	} else {
		view, err = s.Judging.SaveMarks(c.Request().Context(), who(c), c.Param("id"), f.Version, f.Marks, f.Comment)
	}
	status := http.StatusOK
	if stored, ok := staleSheet(err); ok {
		view, status = stored, http.StatusConflict
	} else if err != nil {
		return s.draftFault(c, err)
	}
	answer := draftReply{
		Version: view.Version, Saved: clockOf(view.Updated), Marks: shownMarks(s.lang(c), view.Marks), Comment: view.Comment,
	}
	if status == http.StatusConflict {
		answer.Code = "stale_version"
	}
	return writeDraft(c, status, answer)
}

// draftFault tells the script what the user may be told; anything else goes the way of all errors.
func (s *Server) draftFault(c echo.Context, err error) error {
	f, status := asFault(err)
	if status >= http.StatusInternalServerError || status == http.StatusForbidden || status == http.StatusNotFound {
		return err
	}
	t := s.messages(c)
	answer := draftReply{Code: f.Code, Message: t("fault", f.Code, f.Args)}
	if status == http.StatusConflict { // it may hold already what the device sends
		if v, err := s.Judging.Sheet(c.Request().Context(), who(c), c.Param("id")); err == nil && v.Judge == who(c).User.ID {
			answer.Version, answer.Marks, answer.Comment = v.Version, shownMarks(s.lang(c), v.Marks), v.Comment
		}
	}
	for _, x := range f.Fields {
		answer.Errors = append(answer.Errors, problemField{x.Field, x.Code, t("field", x.Code, x.Args)})
	}
	return writeDraft(c, status, answer)
}

func writeDraft(c echo.Context, status int, answer draftReply) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return c.Blob(status, "application/json", body)
}

// clockOf is the time of day in Vietnam.
func clockOf(t time.Time) string { return t.In(i18n.VN).Format("15:04") }
