package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

type documentJSON struct {
	N         int       `json:"n"`
	Kind      string    `json:"kind"`
	SHA256    string    `json:"sha256"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	Filename  string    `json:"filename"`
	Created   time.Time `json:"created_at"`
}

func viewDocument(d judging.Document) documentJSON {
	return documentJSON{d.N, d.Kind, d.SHA256, d.MediaType, d.Size, d.Filename, d.Created.UTC()}
}

func (s *Server) listDocuments(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Judging.Documents(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	items, next := pageOf(all, p, func(d judging.Document) string { return d.ID })
	return replyList(c, items, next, viewDocument)
}

// photoKind is the kind of document that must be a picture.
const photoKind = "photo"

// readDocument takes a file and its kind; may tells before the file is read whether that kind may be sent.
func (s *Server) readDocument(c echo.Context, may func(kind string) error) (*upload, error) {
	return s.readUpload(c, []string{"kind"}, func(text map[string]string) error {
		if text["kind"] == "" {
			return required("kind")
		}
		return may(text["kind"])
	})
}

func (s *Server) addDocument(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	u, err := s.readDocument(c, func(kind string) error {
		return s.Judging.MayAddDocument(ctx, who(c), id, kind)
	})
	if err != nil {
		return err
	}
	defer u.close()
	d, err := s.fileDocument(ctx, who(c), id, u, false)
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewDocument(d))
}

// fileDocument inspects an upload, keeps it and puts it into a dossier as the kind among its texts. With once a
// file that the dossier has already as that kind is not put in again.
func (s *Server) fileDocument(ctx context.Context, actor accounts.Actor, id string, u *upload, once bool) (d judging.Document, err error) {
	sha, size, mediaType, err := s.keep(ctx, u)
	if err != nil {
		return d, err
	}
	kind := u.text["kind"]
	if kind == photoKind && !isPicture(mediaType) {
		return d, fileFault("not_an_image")
	}
	if once {
		docs, err := s.Judging.Documents(ctx, actor, id)
		if err != nil {
			return d, err
		}
		for _, x := range docs {
			if x.Kind == kind && x.SHA256 == sha {
				return x, nil
			}
		}
	}
	return s.Judging.AddDocument(ctx, actor, id, judging.DocumentInput{
		Kind: kind, SHA256: sha, MediaType: mediaType, Size: size, Filename: u.filename,
	})
}

func fileFault(code string) error {
	var f fault.Fields
	f.Add("file", code)
	return f.Err()
}

func (s *Server) showDocument(c echo.Context) error {
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	d, err := s.Judging.Document(c.Request().Context(), who(c), c.Param("id"), n)
	if err != nil {
		return err
	}
	return s.sendFile(c, d.SHA256, d.MediaType, d.Filename)
}

func (s *Server) removeDocument(c echo.Context) error {
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	if err := s.Judging.RemoveDocument(c.Request().Context(), who(c), c.Param("id"), n); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// addEditionDocument takes the decision's PDF.
func (s *Server) addEditionDocument(c echo.Context) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	u, err := s.readDocument(c, func(kind string) error {
		return s.Judging.MayAddEditionDocument(ctx, who(c), slug, kind)
	})
	if err != nil {
		return err
	}
	defer u.close()
	sha, size, mediaType, err := s.keep(ctx, u)
	if err != nil {
		return err
	}
	if mediaType != "application/pdf" {
		return fileFault("file_type")
	}
	if _, err = s.Judging.AddDecisionFile(ctx, who(c), slug, sha); err != nil {
		return err
	}
	return reply(c, http.StatusCreated, documentJSON{
		N: 1, Kind: u.text["kind"], SHA256: sha, MediaType: mediaType, Size: size, Filename: u.filename,
		Created: s.Now().UTC().Truncate(time.Microsecond),
	})
}
