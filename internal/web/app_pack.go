package web

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// packList is what a judge's device fetches to work a day without a network: only the judge's own pages and the dossiers
// of the sheets that are to be marked.
type packList struct {
	User       string     `json:"user"`
	Generation string     `json:"generation"` // changes with the sign-in
	Taken      string     `json:"taken"`      // time of day and date by the server's clock
	Assets     []string   `json:"assets"`
	Pages      []string   `json:"pages"`
	Files      []packFile `json:"files"`
	Sheets     int        `json:"sheets"`
	Photos     int        `json:"photos"`
	Papers     int        `json:"papers"`
	Bytes      int64      `json:"bytes"` // of the files
}

// packFile is a photo or a paper; Tag is the Etag that its answer carries.
type packFile struct {
	URL   string `json:"url"`
	Tag   string `json:"tag"`
	Bytes int64  `json:"bytes"`
}

// judgePack lists what the device of the caller fetches before a day without a network.
func (s *Server) judgePack(c echo.Context) error {
	slug := c.Param("slug")
	sheets, _, err := s.lastSheets(c, slug, 0)
	if err != nil {
		return err
	}
	list := packList{
		User: who(c).User.ID, Generation: digest("pack", caller(c).session.ID)[:12], Assets: s.packAssets(),
		Taken: s.Now().In(i18n.VN).Format("15:04, 02/01/2006"), Pages: []string{"/judge", "/judge/away", "/judge/" + slug},
	}
	for _, v := range sheets {
		if v.Judge != who(c).User.ID || v.State == judging.SheetRecused {
			continue
		}
		if err := s.packSheet(c, &list, v); err != nil {
			return err
		}
	}
	return reply(c, http.StatusOK, list)
}

func (s *Server) packSheet(c echo.Context, list *packList, v judging.SheetView) error {
	address := sheetScene{SheetView: v}.address()
	list.Sheets++
	list.Pages = append(list.Pages, address)
	docs, err := s.Judging.Documents(c.Request().Context(), who(c), v.Nomination)
	if f, _ := asFault(err); err != nil && f.Code == "conflict_declared" {
		return nil
	}
	if err != nil {
		return err
	}
	for _, d := range docs {
		list.Files = append(list.Files, packFile{fmt.Sprintf("%s/documents/%d", address, d.N), strconv.Quote(d.SHA256), d.Size})
		list.Bytes += d.Size
		if d.Kind == judging.PhotoKind {
			list.Photos++
		} else {
			list.Papers++
		}
	}
	return s.packVisits(c, list, s.slugOf(c, v.Edition), v)
}

// packAssets are the styles, scripts, drawings, page fonts and what reads PDFs.
func (s *Server) packAssets() []string {
	var list []string
	for name, a := range s.assets {
		if strings.HasPrefix(name, templates.ReaderFolder) {
			list = append(list, "/judge"+templates.AssetPrefix+name)
			continue
		}
		if a.lasting && slices.Contains([]string{".css", ".js", ".svg", ".woff2"}, path.Ext(name)) && !strings.HasPrefix(name, "worker.") {
			list = append(list, templates.AssetPrefix+name)
		}
	}
	slices.Sort(list)
	return list
}

// judgeContact says for which editions the caller's device may keep pages: those with a pass that is open.
func (s *Server) judgeContact(c echo.Context) error {
	worn, err := s.editionHats(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	answer := struct {
		Open []string `json:"open"`
	}{[]string{}}
	sits := false
	for _, e := range worn {
		sits = sits || wears(e.hats, []accounts.Hat{accounts.HatJury})
		if !slices.Contains(e.hats, accounts.HatJudge) {
			continue
		}
		sheets, _, err := s.lastSheets(c, e.Slug, 0)
		if f, _ := asFault(err); err != nil && f.Code == "declaration_missing" {
			continue
		}
		if err != nil {
			return err
		}
		if passOpen(sheets) {
			answer.Open = append(answer.Open, e.Slug)
		}
	}
	if !sits {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return reply(c, http.StatusOK, answer)
}

// judgeAway is the page that stands for every other one that the device did not keep.
func (s *Server) judgeAway(c echo.Context) error {
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	if !slices.Contains(sh.Viewer.Places, "judge") {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return s.page(c, http.StatusOK, templates.JudgeAway{Shell: sh})
}
