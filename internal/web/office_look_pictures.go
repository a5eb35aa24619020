package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// maxDrained is how many bytes of a post that is too large are read and thrown away: a browser that is cut off while it
// sends shows a page of its own instead of the answer, and what was typed is gone.
const maxDrained = 64 << 20

// pictureForm is a posted form of the look: what was typed, and the pictures that were chosen, by kind.
type pictureForm struct {
	typed    url.Values
	pictures map[string]*upload
}

func (f *pictureForm) close() {
	for _, u := range f.pictures {
		u.close()
	}
}

// officeAddPicture takes an emblem, a seal or both. What was typed beside them stays on the page, whatever becomes of them.
func (s *Server) officeAddPicture(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	form, faults, err := s.readPictureForm(c)
	defer form.close()
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	if faults != nil {
		status = http.StatusRequestEntityTooLarge
	}
	for _, kind := range []string{"emblem", "seal"} {
		u := form.pictures[kind]
		if u == nil || faults != nil {
			continue
		}
		_, err := s.keepPicture(c, kind, u)
		wrong, code := s.officeFaults(c, err)
		switch {
		case code != 0:
			faults, status = asPicture(wrong, kind), code
		case err != nil:
			return err
		}
	}
	if len(form.pictures) == 0 && faults == nil {
		faults = templates.FormFaults{{Field: "file-" + pictureOf(form.typed.Get("kind")), Message: s.messages(c)("page.say.certlook", "no_picture", nil)}}
	}
	l, err := s.readLook(c, o.edition.Slug, form.typed)
	if err != nil {
		return err
	}
	if faults == nil && l.isKept() {
		return s.done(c, o.base()+"/certificates/look", "office_picture")
	}
	if faults == nil {
		status, o.shell.Notice = http.StatusOK, s.messages(c)("page.say.certlook", "not_saved", nil)
	}
	return s.lookPage(c, o, status, l, faults)
}

// isKept reports whether a form says nothing but what is kept.
func (l typedLook) isKept() bool {
	if !l.filled {
		return true
	}
	kept := l.kept
	if kept.Language == "" {
		kept.Language = "vi"
	}
	kept.Edition, kept.By, kept.At = "", l.By, l.At
	return l.Look == kept && len(l.drop) == 0
}

// pictureOf is the kind of picture that a form names, the emblem when it names none.
func pictureOf(kind string) string {
	if kind == "seal" {
		return kind
	}
	return "emblem"
}

// asPicture moves the faults of a file to the field of its kind.
func asPicture(faults templates.FormFaults, kind string) templates.FormFaults {
	for i := range faults {
		if faults[i].Field == "file" {
			faults[i].Field = "file-" + kind
		}
	}
	return faults
}

// readPictureForm reads a form of the look with its pictures. The texts stand before the pictures: when one is too large to be
// read the texts are there, and the faults say which picture it was.
func (s *Server) readPictureForm(c echo.Context) (*pictureForm, templates.FormFaults, error) {
	f := &pictureForm{url.Values{}, map[string]*upload{}}
	r, whole := c.Request(), c.Request().Body
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxMultipart)
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	parts, err := r.MultipartReader()
	if err != nil || kind != "multipart/form-data" {
		return f, nil, fault.New(fault.Malformed, "malformed_multipart")
	}
	last := "emblem"
	for room := maxForm; ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, nil, nil
		}
		if err == nil {
			if name, is := strings.CutPrefix(part.FormName(), "file-"); is {
				last = pictureOf(name)
			}
			err = s.readPicturePart(f, part, &room)
		} else {
			err = unreadable{err}
		}
		switch err = multipartFault(err); {
		case fault.KindOf(err) == fault.TooLarge:
			_, _ = io.CopyN(io.Discard, whole, maxDrained) // an error means that the sender is gone
			if room < 0 {
				return f, s.longForm(c), nil
			}
			return f, templates.FormFaults{{Field: "file-" + last, Message: s.messages(c)("field", "file_too_large", fault.MakeArgs("max", maxPicture))}}, nil
		case err != nil:
			return f, nil, err
		}
	}
}

// readPicturePart reads one part; room is how many bytes all texts may still take, below zero once they took more.
func (s *Server) readPicturePart(f *pictureForm, part *multipart.Part, room *int) error {
	name := part.FormName()
	if kind, is := strings.CutPrefix(name, "file-"); is {
		kind = pictureOf(kind)
		if part.FileName() == "" || f.pictures[kind] != nil {
			return nil
		}
		u := &upload{text: map[string]string{}}
		f.pictures[kind] = u
		return s.spool(u, part, part.FileName())
	}
	text, err := readTextPart(part)
	if *room -= len(name) + len(text); *room < 0 || fault.KindOf(err) == fault.TooLarge {
		*room = -1
		return fault.New(fault.TooLarge, "body_too_large", "limit", maxForm)
	}
	if err == nil {
		f.typed.Add(name, text)
	}
	return err
}

// longForm is what a page says of a form that is longer than forms may be.
func (s *Server) longForm(c echo.Context) templates.FormFaults {
	return templates.FormFaults{{Message: s.messages(c)("page.say.form", "too_long", fault.MakeArgs("max", maxForm))}}
}
