package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// forJudging reports whether a page may be opened by a session that is for one edition's judging alone.
func (r route) forJudging() bool {
	return r.public() || r.pattern == "/judge" || strings.HasPrefix(r.pattern, "/judge/")
}

// judgeSlips shows the jury's secretary whom a slip can let in, and the slips made so far.
func (s *Server) judgeSlips(c echo.Context) error {
	return s.judgeSlipsPage(c, http.StatusOK, templates.JudgeSlips{})
}

func (s *Server) judgeSlipsPage(c echo.Context, status int, p templates.JudgeSlips) (err error) {
	ctx, slug := c.Request().Context(), c.Param("slug")
	e, err := s.Judging.EditionBySlug(ctx, who(c), slug)
	if err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "judge"); err != nil {
		return err
	}
	t := s.messages(c)
	p.Edition, p.Open = s.editionLine(c, e), e.State == judging.Scoring
	p.Back = templates.Link{Text: t("page.say.judge_slips", "back", nil), URL: "/judge/" + slug + "/pass"}
	seats, err := s.Judging.Members(ctx, who(c), slug)
	if err != nil {
		return err
	}
	for _, x := range seats {
		if x.Body == accounts.Jury && x.Role != accounts.Secretary {
			p.Judges = append(p.Judges, templates.Option{Value: x.ID, Label: x.Person.Name + " · " + t("word.role", string(x.Role), nil)})
		}
	}
	rec, err := s.Judging.PanelRecord(ctx, who(c), slug)
	if err != nil {
		return err
	}
	for _, x := range rec.Slips {
		p.Made = append(p.Made, templates.JudgeSlipLine{Judge: x.Judge, By: x.By, At: x.At, Used: x.Used})
	}
	return s.page(c, status, p)
}

// makeJudgeSlip shows the code in the answer itself, once. Tries of the own password are counted with sign-ins.
func (s *Server) makeJudgeSlip(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	key := digest(accounts.Login(who(c).User.Email), addressKey(c.RealIP()))
	if s.logins.try(key) > 0 {
		return fault.New(fault.TooMany, "rate_limited")
	}
	in := accounts.JudgeSlipInput{Slug: c.Param("slug"), Seat: form.Get("seat"), Password: form.Get("password")}
	judge, slip, code, err := s.Accounts.AdmitJudge(c.Request().Context(), who(c), in)
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		if faults.Of("password") == "" {
			s.logins.succeeded(key)
		}
		return s.judgeSlipsPage(c, http.StatusUnprocessableEntity, templates.JudgeSlips{Seat: in.Seat, Faults: faults})
	}
	if err != nil {
		return err
	}
	s.logins.succeeded(key)
	s.Log.Info("judge's slip handed out", "id", requestID(c), "slip", slip.ID, "for", judge.ID, "by", who(c).User.ID)
	p := templates.JudgeSlip{Name: judge.Name, Login: judge.Email, Code: code, Address: strings.TrimPrefix(s.BaseURL, "https://"),
		Until: slip.Expires, Back: "/judge/" + in.Slug + "/slips"}
	if p.Shell, err = s.shell(c, "judge"); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}
