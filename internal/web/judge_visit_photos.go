package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// judgeVisitPhotos takes the photos of a form, each for itself.
func (s *Server) judgeVisitPhotos(c echo.Context) error {
	ctx := c.Request().Context()
	_, v, err := s.visitAt(c)
	if err != nil {
		return err
	}
	if err := s.Judging.MayAddVisitPhoto(ctx, who(c), v.Visit); err != nil {
		if faults := s.refusedForm(c, err, "file"); faults != nil {
			_, status := asFault(err)
			return s.visitPage(c, status, faults)
		}
		return err
	}
	faults, err := s.postedFiles(c, func(part *multipart.Part) error {
		return s.postedFile(c, part, func(in judging.DocumentInput) error { return s.Judging.AddVisitPhoto(ctx, who(c), v.Visit, in) })
	})
	if err != nil {
		return err
	}
	if faults != nil {
		return s.visitPage(c, http.StatusUnprocessableEntity, faults)
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/visits/"+v.Visit, "visit_photos")
}

// postedFiles gives each file of a form to take. What is wrong with one takes nothing from the others; the faults say which.
func (s *Server) postedFiles(c echo.Context, take func(*multipart.Part) error) (templates.FormFaults, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxPosted)
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	parts, err := r.MultipartReader()
	if err != nil || kind != "multipart/form-data" {
		return templates.FormFaults{{Field: "file", Message: s.say(c, "no_file")}}, nil
	}
	var got posted
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if err := s.brokenOff(c, unreadable{err}, "", &got); err != nil {
				return nil, err
			}
			break
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if err := take(part); err != nil {
			if err := s.brokenOff(c, err, cleanFilename(part.FileName()), &got); err != nil {
				return nil, err
			}
			continue
		}
		got.kept++
	}
	if got.kept == 0 && len(got.faults) == 0 {
		got.faults = templates.FormFaults{{Field: "file", Message: s.say(c, "no_file")}}
	}
	return got.faults, nil
}

// postedFile looks into one file, stores it and gives it to add.
func (s *Server) postedFile(c echo.Context, part *multipart.Part, add func(judging.DocumentInput) error) error {
	u := &upload{text: map[string]string{}}
	defer u.close()
	if err := s.spool(u, part, part.FileName()); err != nil {
		return err
	}
	if err := named(u); err != nil {
		return err
	}
	sha, size, mediaType, err := s.keep(c.Request().Context(), u)
	if err != nil {
		return err
	}
	return add(judging.DocumentInput{SHA256: sha, MediaType: mediaType, Size: size, Filename: u.filename})
}

// judgeVisitPhoto sends one photo of a visit.
func (s *Server) judgeVisitPhoto(c echo.Context) error {
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	v, err := s.Judging.Visit(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(v.Photos, func(p judging.VisitPhoto) bool { return p.N == n })
	if at < 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	p := v.Photos[at]
	return s.showFile(c, judging.Document{SHA256: p.SHA256, MediaType: p.MediaType, Filename: p.Filename})
}

// judgeVisitPhotoRemove takes a photo away; a second tap finds it gone.
func (s *Server) judgeVisitPhotoRemove(c echo.Context) error {
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	_, v, err := s.visitAt(c)
	if err != nil {
		return err
	}
	err = s.Judging.RemoveVisitPhoto(c.Request().Context(), who(c), v.Visit, n)
	if faults := s.refusedForm(c, err, "file"); faults != nil {
		_, status := asFault(err)
		return s.visitPage(c, status, faults)
	}
	if err != nil && (fault.KindOf(err) != fault.NotFound || !v.MayCorrect) {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/visits/"+v.Visit, "visit_photo_removed")
}
