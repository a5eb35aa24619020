package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// maxPosted is the most bytes of one post of files: a dozen photos as phones take them.
const maxPosted = 12 * maxMultipart

// showPapers shows one kind of paper of a dossier with the form that adds to it.
func (s *Server) showPapers(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if !d.open(s.Now()) {
		return s.done(c, d.base(), "")
	}
	return s.papersPage(c, http.StatusOK, d, nil)
}

func (s *Server) papersPage(c echo.Context, status int, d ownDossier, faults templates.FormFaults) error {
	docs, have, err := s.documents(c, d)
	if err != nil {
		return err
	}
	needed, other := s.paperNeeds(c, d, have)
	kind := c.Param("kind")
	all := slices.Concat(needed, other)
	at := slices.IndexFunc(all, func(p paperNeed) bool { return p.kind == kind })
	if at < 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	p := templates.ProducerDocuments{
		ProducerHead: s.dossierHead(c, d), Title: all[at].name, Rule: all[at].rule,
		What: s.sayIf(c, "papers.what_"+kind), Demand: d.demanded(docs, kind), Unanswered: d.unanswered(docs, kind),
		Need: all[at].need, Have: all[at].have, Photos: kind == photoKind, Action: d.base() + "/documents/" + kind,
		Back: backOf(c.QueryParam("back")), MaxMB: maxFile >> 20, Faults: faults,
	}
	if p.Shell, err = s.shell(c, "nominations"); err != nil {
		return err
	}
	p.Print = s.printOf(c, d, kind)
	for _, doc := range docs {
		if doc.Kind == kind {
			f := s.fileOf(c, d, doc)
			f.Kind, f.RemoveURL = "", fmt.Sprintf("%s/files/%d/remove", d.base(), doc.N)
			p.Files = append(p.Files, f)
		}
	}
	p.BackURL = d.backURL(p.Back)
	p.Next = templates.Link{Text: s.say(c, "next_list"), URL: p.BackURL}
	if p.Back != "" {
		p.Action += "?back=" + p.Back
		p.Next.Text = s.say(c, "next_check")
	} else if next := s.after(c, d, needed, "documents/"+kind); at < len(needed) && next.URL != d.base()+"/documents/"+kind {
		p.Next = templates.Link{Text: next.Text, URL: next.URL}
		if next.URL != d.base()+"/check" {
			p.Next.Text = s.say(c, "next_to", "part", next.Text)
		}
	}
	return s.page(c, status, p)
}

// fileOf shows a paper in a list.
func (s *Server) fileOf(c echo.Context, d ownDossier, doc judging.Document) templates.ProducerFile {
	f := templates.ProducerFile{N: doc.N, Name: doc.Filename, Kind: s.kindName(c, d, doc.Kind), Size: sizeText(s.lang(c), doc.Size),
		URL: fmt.Sprintf("%s/files/%d", d.base(), doc.N)}
	if isPicture(doc.MediaType) {
		f.ThumbURL = f.URL + "/thumb"
	}
	return f
}

// sizeText is a file's size as people say it.
func sizeText(lang string, bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d kB", max(1, bytes>>10))
	}
	text := fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	if lang == "vi" {
		text = fmt.Sprintf("%d,%d MB", bytes>>20, bytes*10>>20%10)
	}
	return text
}

// posted is what came of a post of files.
type posted struct {
	kept   int
	faults templates.FormFaults
}

// addPapers takes the files of a form, each for itself: what is wrong with one, or a connection that breaks,
// takes nothing away that was received before.
func (s *Server) addPapers(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if err := s.Judging.MayAddDocument(c.Request().Context(), who(c), d.ID, c.Param("kind")); err != nil {
		return s.papersAgain(c, d, err)
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxPosted)
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	parts, err := r.MultipartReader()
	if err != nil || kind != "multipart/form-data" {
		return s.papersPage(c, http.StatusUnprocessableEntity, d, templates.FormFaults{{Field: "file", Message: s.say(c, "no_file")}})
	}
	var got posted
	if err := s.takeFiles(c, d, parts, &got); err != nil {
		return err
	}
	if got.kept == 0 && len(got.faults) == 0 {
		got.faults = templates.FormFaults{{Field: "file", Message: s.say(c, "no_file")}}
	}
	if len(got.faults) > 0 {
		if got.kept > 0 {
			got.faults = append(got.faults, templates.FormFault{Message: s.say(c, "files_kept", "count", got.kept)})
		}
		return s.papersPage(c, http.StatusUnprocessableEntity, d, got.faults)
	}
	address := d.base() + "/documents/" + c.Param("kind")
	if backOf(c.QueryParam("back")) != "" {
		address += "?back=" + backCheck
	}
	return s.done(c, address, "producer_files_saved")
}

// papersAgain shows the page with why nothing can be added; an unknown kind is no page.
func (s *Server) papersAgain(c echo.Context, d ownDossier, err error) error {
	f, status := asFault(err)
	switch {
	case f.Kind == fault.Conflict:
		return s.papersPage(c, status, d, templates.FormFaults{{Message: s.messages(c)("fault", f.Code, f.Args)}})
	case f.Kind == fault.Invalid && len(f.Fields) > 0 && f.Fields[0].Field == "file":
		return s.papersPage(c, status, d, s.formFaults(c, err))
	case f.Kind == fault.Invalid:
		return fault.New(fault.NotFound, "not_found")
	}
	return err
}

// takeFiles reads the parts of a form to their end or to where they break off.
func (s *Server) takeFiles(c echo.Context, d ownDossier, parts *multipart.Reader, got *posted) error {
	for {
		part, err := parts.NextPart()
		if err == io.EOF { // a post that breaks off wraps it
			return nil
		}
		if err != nil {
			return s.brokenOff(c, unreadable{err}, "", got)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if err := s.takeFile(c, d, part, part.FileName()); err != nil {
			if err := s.brokenOff(c, err, cleanFilename(part.FileName()), got); err != nil {
				return err
			}
			continue
		}
		got.kept++
	}
}

// brokenOff notes what is wrong with a file or with the whole post; only the server's own errors are returned.
func (s *Server) brokenOff(c echo.Context, err error, name string, got *posted) error {
	note := func(text string) {
		got.faults = append(got.faults, templates.FormFault{Field: "file", Message: text})
	}
	if _, ok := errors.AsType[unreadable](err); ok {
		if _, ok := errors.AsType[*http.MaxBytesError](err); !ok {
			note(s.say(c, "file_dropped"))
			return nil
		}
		err = fault.New(fault.TooLarge, "body_too_large")
	}
	f, status := asFault(err)
	switch {
	case f.Kind == fault.TooLarge:
		note(s.say(c, "file_fault", "name", name, "fault", s.say(c, "file_large", "max", maxFile>>20)))
	case f.Kind == fault.Conflict:
		note(s.messages(c)("fault", f.Code, f.Args))
	case status == http.StatusUnprocessableEntity && len(f.Fields) > 0 && f.Fields[0].Code == "file_type":
		note(s.say(c, "file_fault", "name", name, "fault", s.say(c, "file_kind")))
	case status == http.StatusUnprocessableEntity && len(f.Fields) > 0:
		note(s.say(c, "file_fault", "name", name, "fault", s.messages(c)("field", f.Fields[0].Code, f.Fields[0].Args)))
	default:
		return err
	}
	return nil
}

// takeFile keeps one file; the same file sent again stays one paper.
func (s *Server) takeFile(c echo.Context, d ownDossier, r io.Reader, name string) error {
	u := &upload{text: map[string]string{}}
	defer u.close()
	if err := s.spool(u, r, name); err != nil {
		return err
	}
	if err := named(u); err != nil {
		return err
	}
	u.text["kind"] = c.Param("kind")
	defer s.inflight.lock("documents " + d.ID)()
	_, err := s.fileDocument(c.Request().Context(), who(c), d.ID, u, true)
	return err
}

// named gives a file without an ending the one of what it is, as some phones' cameras send theirs without a name.
func named(u *upload) error {
	if path.Ext(u.filename) != "" {
		return nil
	}
	head, err := headOf(u.path)
	if err != nil {
		return err
	}
	endings := map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}
	u.filename += endings[http.DetectContentType(head)]
	return nil
}
