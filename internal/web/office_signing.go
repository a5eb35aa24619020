package web

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// officeSigning hands out what the authority is to sign with its own tool, and takes it back.
func (s *Server) officeSigning(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	return s.signingPage(c, o, http.StatusOK, nil, nil)
}

// signingPage is the page with what was taken and what was refused just now.
func (s *Server) signingPage(c echo.Context, o officeScene, status int, taken []string, faults templates.FormFaults) error {
	at := o.base() + "/certificates"
	p := templates.OfficeSigning{Shell: o.shell, Edition: o.line, Nav: o.nav, Back: templates.Link{Text: o.tell("back_register"), URL: at},
		Action: at + "/signing", FilesURL: at + "/signing/files.zip", Taken: taken, Faults: faults}
	all, err := s.signable(c, o.edition.Slug)
	if err != nil {
		return err
	}
	p.Total = len(all)
	p.Unsigned = len(unsigned(all))
	if p.Total == 0 {
		p.Refusal = &templates.Empty{Icon: "award", Title: o.tell("nothing_to_sign"), Text: o.tell("nothing_to_sign_do"),
			Action: templates.Link{Text: o.tell("back_register"), URL: at}}
	}
	return s.page(c, status, p)
}

// signable are the certificates of an edition that can still be signed: neither revoked nor replaced.
func (s *Server) signable(c echo.Context, slug string) (list []certificates.Line, err error) {
	all, _, err := s.Certificates.Register(c.Request().Context(), who(c), slug, certificates.Query{})
	for _, l := range all {
		if l.May(certificates.EventRevoked) {
			list = append(list, l)
		}
	}
	return list, err
}

func unsigned(all []certificates.Line) (list []certificates.Line) {
	for _, l := range all {
		if len(l.Signatures) == 0 {
			list = append(list, l)
		}
	}
	return list
}

// officeSigningFiles streams the files that the authority has not signed, as they were issued.
func (s *Server) officeSigningFiles(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	all, err := s.signable(c, o.edition.Slug)
	if err != nil {
		return err
	}
	list := unsigned(all)
	if len(list) == 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	byCommune(list)
	return s.sendZIP(c, o.tell("zip_to_sign")+"-"+o.edition.Slug, list)
}

// officeTakeSigned takes files back, any number at once.
func (s *Server) officeTakeSigned(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	var taken []string
	var refused templates.FormFaults
	faults, err := s.postedFiles(c, func(part *multipart.Part) error {
		l, err := s.takeSigned(c, o.edition.Slug, part)
		if f, ok := errors.AsType[*fault.Fault](err); ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) && len(f.Fields) == 0 {
			refused = append(refused, templates.FormFault{Field: "file", Message: s.say(c, "file_fault", "name", cleanFilename(part.FileName()),
				"fault", s.messages(c)("fault", f.Code, f.Args))})
			return nil
		}
		if err == nil {
			taken = append(taken, l.Number+" – "+l.Product)
		}
		return err
	})
	if err != nil {
		return err
	}
	faults = append(faults, refused...)
	status := http.StatusOK
	if len(faults) > 0 && len(taken) == 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.signingPage(c, o, status, taken, faults)
}

// takeSigned takes one file of a form.
func (s *Server) takeSigned(c echo.Context, slug string, part *multipart.Part) (certificates.Line, error) {
	u := &upload{text: map[string]string{}}
	defer u.close()
	if err := s.spool(u, part, part.FileName()); err != nil {
		return certificates.Line{}, err
	}
	file, err := os.ReadFile(u.path)
	if err != nil {
		return certificates.Line{}, fmt.Errorf("read upload: %w", err)
	}
	return s.Certificates.Countersign(c.Request().Context(), who(c), slug, file, s.Countersign)
}
