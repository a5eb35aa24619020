package web

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// maxForm is the longest form of a page, in bytes.
const maxForm = 64 << 10

// readForm reads a page's form; what it holds is asked for by name.
func readForm(c echo.Context) (url.Values, error) { return readFormOf(c, maxForm) }

// readFormOf reads a form of at most so many bytes.
func readFormOf(c echo.Context, most int64) (url.Values, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, most)
	if err := r.ParseForm(); err != nil {
		return nil, bodyFault(err)
	}
	return r.PostForm, nil
}

// readFormBegin reads a form like readForm. Of one that is too long it gives what stands before the limit, and false: the page
// shows what was typed.
func readFormBegin(c echo.Context) (form url.Values, whole bool, err error) {
	body := c.Request().Body
	text, err := io.ReadAll(io.LimitReader(body, maxForm+1))
	if err != nil {
		return nil, false, bodyFault(err)
	}
	if len(text) <= maxForm {
		form, err = url.ParseQuery(string(text))
		if err != nil {
			err = fault.New(fault.Malformed, "body_unreadable")
		}
		return form, true, err
	}
	_, _ = io.CopyN(io.Discard, body, maxDrained)    // an error means that the sender is gone
	form, _ = url.ParseQuery(string(text[:maxForm])) // the last field may break off in the middle of a letter
	for _, values := range form {
		for i, value := range values {
			values[i] = strings.ToValidUTF8(value, "")
		}
	}
	return form, false, nil
}

// done leads a browser on after a form was taken, so that going back or reloading sends nothing twice. The
// page it comes to tells the sentence page.notice.<code>.
func (s *Server) done(c echo.Context, address, code string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	if code != "" {
		q := u.Query()
		q.Set("done", code)
		u.RawQuery = q.Encode()
	}
	return c.Redirect(http.StatusSeeOther, u.String())
}

// maxNotice is the longest code of a sentence about the last form.
const maxNotice = 40

// notice is the sentence about what the last form did; only sentences of the catalogue are told.
func (s *Server) notice(c echo.Context) string {
	code := c.QueryParam("done")
	if code == "" || len(code) > maxNotice || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	text := s.messages(c)("page.notice", code, nil)
	if text == "page.notice."+code {
		return ""
	}
	return text
}

// onceField is the hidden field of forms that make something.
const onceField = "once"

// onceValue is a fresh value for that field. A form that is shown again keeps its value, so that a second
// tap on the first try still makes one thing.
func onceValue(c echo.Context) string {
	if c.Request().PostForm != nil {
		if kept := c.Request().PostForm.Get(onceField); plainOnce(kept) {
			return kept
		}
	}
	return accounts.NewID()
}

func plainOnce(value string) bool {
	return len(value) == 26 && strings.Trim(value, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// once runs act for the first post that carries a form's fresh value and leads later ones to the same
// address. Posts without such a value, as scripts may send them, always act.
func (s *Server) once(c echo.Context, form url.Values, act func() (address string, err error)) error {
	value := form.Get(onceField)
	if !plainOnce(value) || !caller(c).SignedIn() {
		address, err := act()
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, address)
	}
	ctx, user, key := c.Request().Context(), caller(c).User.ID, digest("page", c.Request().URL.Path, value)
	release, err := s.holdAnswer(ctx, user, key)
	if err != nil {
		return err
	}
	defer release()
	kept, err := s.Idempotency.LoadAnswer(ctx, user, key)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, string(kept.Body))
	}
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	address, err := act()
	if err != nil {
		return err
	}
	answer := Answer{User: user, Key: key, Status: http.StatusSeeOther, ContentType: "text/plain", Body: []byte(address)}
	if err := s.Idempotency.SaveAnswer(ctx, answer); err != nil {
		s.Log.Warn("keep a form's answer", "id", requestID(c), "error", err.Error())
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// typed is what a field of a form holds, without the blanks around it.
func typed(form url.Values, name string) string { return strings.TrimSpace(form.Get(name)) }

// readMoment reads the fields "date" and "time" of a form as a moment in Vietnam.
func (s *Server) readMoment(c echo.Context, form url.Values) (time.Time, templates.FormFaults) {
	var faults templates.FormFaults
	date, ok := i18n.ReadDate(form.Get("date"))
	if !ok {
		faults = append(faults, templates.FormFault{Field: "date", Message: s.messages(c)("field", "typed_date", nil)})
	}
	clock, err := time.ParseInLocation("15:04", strings.NewReplacer("h", ":", ".", ":", "g", ":").Replace(typed(form, "time")), i18n.VN)
	if err != nil {
		faults = append(faults, templates.FormFault{Field: "time", Message: s.messages(c)("field", "typed_time", nil)})
	}
	if faults != nil {
		return time.Time{}, faults
	}
	day, err := i18n.ParseDate(date)
	if err != nil {
		return time.Time{}, templates.FormFaults{{Field: "date", Message: s.messages(c)("field", "typed_date", nil)}}
	}
	return day.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute), nil
}
