package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// showLookup is the form; with a code in the query it answers at once, without a redirect.
func (s *Server) showLookup(c echo.Context) error {
	code, asked := c.QueryParam("code"), c.QueryParams().Has("code")
	if !asked {
		return s.lookupPage(c, http.StatusOK, templates.VerifyLookup{})
	}
	if strings.TrimSpace(code) == "" {
		return s.lookupPage(c, http.StatusBadRequest, templates.VerifyLookup{Problem: templates.LookupNoCode})
	}
	typed := certificates.ReadTyped(code, s.host)
	switch {
	case !typed.Code.IsZero():
		return s.answer(c, typed.Code.String())
	case typed.Host != "":
		return s.lookupPage(c, http.StatusBadRequest, templates.VerifyLookup{Code: code, Problem: templates.LookupElsewhere, Elsewhere: typed.Host})
	}
	return s.lookupPage(c, http.StatusBadRequest, templates.VerifyLookup{Code: code, Problem: templates.LookupMistyped, Slip: slip(typed.Slip)})
}

func (s *Server) lookupPage(c echo.Context, status int, p templates.VerifyLookup) (err error) {
	if p.Shell, err = s.shell(c, "verify"); err != nil {
		return err
	}
	p.MaxFileMB, p.Host = maxFile>>20, s.host
	allowCamera(c.Response().Header())
	return s.page(c, status, p)
}

// fileFault shows the look-up form again with what is wrong with the file.
func (s *Server) fileFault(c echo.Context, status int, problem templates.LookupProblem) error {
	return s.lookupPage(c, status, templates.VerifyLookup{Problem: problem})
}

// slip is a slip as the pages tell it.
func slip(x certificates.Slip) *templates.CodeSlip {
	var parts []string
	for _, n := range x.Parts {
		parts = append(parts, strconv.Itoa(n))
	}
	return &templates.CodeSlip{Kind: string(x.Kind), Letter: x.Letter, Have: x.Have, Parts: strings.Join(parts, ", ")}
}

// showVerify answers about the code of the address, read as generously as a typed one.
func (s *Server) showVerify(c echo.Context) error {
	code := codeParam(c)
	if typed := certificates.ReadTyped(code, s.host); !typed.Code.IsZero() {
		code = typed.Code.String()
	}
	return s.answer(c, code)
}

// answer is the live answer about a code: 200 for any issued one whatever its status, 404 for an unknown,
// 400 for a mistyped one.
func (s *Server) answer(c echo.Context, code string) error {
	sh, err := s.shell(c, "verify")
	if err != nil {
		return err
	}
	p := templates.Verify{Shell: sh, Code: code, CheckedAt: s.Now(), Host: s.host, Report: sh.Help, ReportURL: reportPath(code)}
	found, err := s.lookup(c, code)
	switch {
	case fault.KindOf(err) == fault.Malformed:
		p.Status, p.ReportURL = templates.StatusMistyped, ""
		p.Slip = slip(certificates.ReadTyped(code, "").Slip)
		return s.live(c, http.StatusBadRequest, p)
	case fault.KindOf(err) == fault.NotFound:
		p.Status = templates.StatusUnknown
		if parsed, err := certificates.ParseCode(code); err == nil {
			p.Code = parsed.String()
		}
		return s.unknownCode(c, p)
	case err != nil:
		return err
	}
	s.countLookup(c, found)
	s.fillAnswer(c, &p, found)
	text, size, err := s.published(c.Request().Context())
	if err != nil {
		return err
	}
	p.Evidence = evidence(found, text, size)
	if s.Offline.Credential != nil {
		p.Evidence.CredentialURL = p.Evidence.JSONURL + "/credential"
	}
	if err := s.fillHistory(c, &p, found, size); err != nil {
		return err
	}
	return s.live(c, http.StatusOK, p)
}

// countLookup counts an answer that is made for one request; finished ones count in hotVerify.send.
func (s *Server) countLookup(c echo.Context, found certificates.Public) {
	if c.Request().Method == get {
		s.lookups.addCode(found.Code, 1)
	}
}

// live writes an answer that was made for one request. It is not compressed: that costs more than making it, the
// answer fits what a connection takes at once, and whoever asks again gets finished bytes, which are.
func (s *Server) live(c echo.Context, status int, p templates.Page) error {
	var buf bytes.Buffer
	if err := s.Pages.Render(&buf, s.lang(c), p); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Length", strconv.Itoa(buf.Len()))
	return c.HTMLBlob(status, buf.Bytes())
}

func (s *Server) fillAnswer(c echo.Context, p *templates.Verify, found certificates.Public) {
	st, lower := found.Statement, lowerCode(found.Code)
	p.Status, p.Code = templates.VerifyStatus(found.Status), found.Code
	p.Certificate = &templates.VerifyCertificate{
		Product: found.Product, SetMembers: st.SetMembers, Producer: found.Producer, Commune: found.Address,
		Title: s.inLang(c, st.LevelTitle), Group: s.inLang(c, st.ProductGroup), Edition: st.EditionName, Prize: st.Prize,
		Decision: decisionRef(st.DecisionNumber, string(st.DecisionDate)), Number: found.Number,
		IssuedOn: day(found.IssuedOn), ValidUntil: day(found.ValidUntil),
	}
	if s.editionLine(c, found.Edition).Public() {
		p.Certificate.EditionURL = "/editions/" + found.Edition.Slug
	}
	if found.Photo != "" {
		p.Certificate.PhotoURL, p.Certificate.PhotoText = "/v/"+lower+"/photo/medium", found.Product
	}
	if found.ProductID != "" {
		p.Certificate.ProductURL = "/products/" + found.ProductID
	}
	if e := statusEvent(found); e != nil && e.Kind != certificates.EventSuperseded {
		p.Act = &templates.VerifyAct{
			On: day(e.EffectiveOn), Reason: e.Reason, Decision: decisionRef(e.DecisionNumber, e.DecisionDate),
		}
	}
	if found.SuccessorCode != "" {
		p.Replacement = &templates.VerifyReplacement{Code: found.SuccessorCode, URL: "/v/" + lowerCode(found.SuccessorCode)}
	}
	if o := found.Organiser; o.Phone != "" || o.Email != "" {
		p.Report = templates.Contact{Name: o.Name, Phone: o.Phone, Email: o.Email}
	}
}

func evidence(found certificates.Public, checkpoint string, size int64) *templates.VerifyEvidence {
	index := found.LedgerIndex
	if index >= size {
		index = -1
	}
	address := apiRoot + "/certificates/" + lowerCode(found.Code)
	return &templates.VerifyEvidence{
		LedgerIndex: index, Checkpoint: checkpoint, PDFSHA256: found.File(), PDFURL: address + "/pdf", JSONURL: address,
	}
}

func (s *Server) inLang(c echo.Context, t certificates.Text) string {
	if s.lang(c) == "en" && t.EN != "" {
		return t.EN
	}
	return t.VI
}

// reportPath is the form about a certificate's misuse, "" for what is no code.
func reportPath(code string) string {
	if lower := lowerCode(code); lower != "" {
		return "/v/" + lower + "/report"
	}
	return ""
}

// lowerCode is a code as addresses carry it.
func lowerCode(printed string) string {
	code, err := certificates.ParseCode(printed)
	if err != nil {
		return ""
	}
	return code.Lower()
}

func decisionRef(number, date string) templates.DecisionRef {
	return templates.DecisionRef{Number: number, Date: day(date)}
}

// day is a stored date as midnight in Vietnam; zero for none.
func day(date string) time.Time {
	t, err := i18n.ParseDate(date)
	if err != nil {
		return time.Time{}
	}
	return t
}

// showPhoto is the first photo of a certified product, re-encoded when it was taken in.
func (s *Server) showPhoto(c echo.Context) error {
	found, err := s.lookup(c, codeParam(c))
	if err != nil {
		return err
	}
	if found.Photo == "" {
		return fault.New(fault.NotFound, "not_found")
	}
	return s.sendPhoto(c, found.Photo)
}

// checkFile judges a PDF that was sent in by the form.
func (s *Server) checkFile(c echo.Context) error {
	u, err := s.readUpload(c, []string{"csrf", "lang"}, nil)
	switch {
	case fault.KindOf(err) == fault.TooLarge:
		return s.fileFault(c, http.StatusRequestEntityTooLarge, templates.LookupFileTooLarge)
	case fault.KindOf(err) == fault.Invalid || fault.KindOf(err) == fault.Malformed:
		return s.fileFault(c, http.StatusUnprocessableEntity, templates.LookupNoFile)
	case err != nil:
		return err
	}
	defer u.close()
	if u.size == 0 {
		return s.fileFault(c, http.StatusUnprocessableEntity, templates.LookupNoFile)
	}
	v, err := s.verifyFile(c, u)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "verify")
	if err != nil {
		return err
	}
	p := templates.VerifyFile{
		Shell: sh, Verdict: templates.FileVerdict(v.Verdict), FileName: u.filename, Code: v.Code,
		CheckedAt: s.Now(), Host: s.host, Report: sh.Help,
	}
	if v.Code != "" {
		p.VerifyURL = s.langed(c, "/v/"+lowerCode(v.Code))
	}
	for _, x := range viewChecks(v.Checks, s.messages(c)) {
		p.Checks = append(p.Checks, templates.FileCheck{Label: s.messages(c)("check", "name."+x.Name, nil), Detail: x.Detail, OK: x.OK})
	}
	return s.page(c, http.StatusOK, p)
}
