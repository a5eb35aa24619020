package web

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/mod/sumdb/note"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/templates"
)

// readCheckpoint reads a checkpoint that somebody brought. The code is empty when it is one of this log, else what is
// wrong. Without signed the three lines that stand on paper are enough, and a signature counts only when it is there.
func (s *Server) readCheckpoint(text string, signed bool) (ledger.Checkpoint, string) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !signed {
		text = strings.TrimSpace(text) + "\n"
		if !strings.Contains(text, "\n— ") {
			text = strings.TrimRight(text, "\n") + "\n\n— " + s.origin() + " AAAAAAAA\n" // for the reader of signed notes; it proves nothing
			point, err := ledger.PeekCheckpoint(text)
			point.Text = ""
			return point, s.checkpointFault(point, err)
		}
	}
	point, err := ledger.PeekCheckpoint(text)
	if code := s.checkpointFault(point, err); code != "" {
		return point, code
	}
	verifiers, err := ledger.Verifiers(s.Verifiers...)
	if err != nil {
		return point, "checkpoint_unsigned"
	}
	point, err = ledger.ParseCheckpoint(text, verifiers)
	var forged *note.InvalidSignatureError
	switch {
	case errors.As(err, &forged):
		return point, "checkpoint_forged"
	case err != nil:
		return point, "checkpoint_unsigned"
	}
	return point, ""
}

func (s *Server) checkpointFault(p ledger.Checkpoint, err error) string {
	switch {
	case err != nil || p.Size == 0:
		return "checkpoint_unreadable"
	case p.Origin != s.origin():
		return "checkpoint_foreign"
	}
	return ""
}

// origin is the name of this log.
func (s *Server) origin() string {
	if len(s.Verifiers) == 0 {
		return ""
	}
	name, _, _ := strings.Cut(s.Verifiers[0], "+")
	return name
}

// answerCheckpoint says in plain words whether a checkpoint that the reader kept is a beginning of today's log.
func (s *Server) answerCheckpoint(c echo.Context, p *templates.Ledger) error {
	p.Asked = c.QueryParam("checkpoint")
	if strings.TrimSpace(p.Asked) == "" {
		return nil
	}
	point, code := s.readCheckpoint(p.Asked, false)
	switch {
	case code != "":
		p.Answer = &templates.LedgerAnswer{Code: code}
		return nil
	case point.Size > p.Size:
		p.Answer = &templates.LedgerAnswer{Code: "checkpoint_newer", Size: point.Size}
		return nil
	}
	root, err := ledger.Root(point.Size, s.Ledger.HashReader(c.Request().Context()))
	if err != nil {
		return fmt.Errorf("root of %d leaves: %w", point.Size, err)
	}
	a := &templates.LedgerAnswer{Code: "beginning", Size: point.Size, OK: true, Unsigned: point.Text == ""}
	switch {
	case root != point.Root:
		a.Code, a.OK = "another_history", false
		if a.Unsigned {
			a.Code = "another_root"
		}
	case point.Size == p.Size:
		a.Code = "same"
	}
	p.Answer = a
	return nil
}

// answerCode says whether a certificate's record stands in the published log.
func (s *Server) answerCode(c echo.Context, p *templates.Ledger) error {
	p.AskedCode = strings.TrimSpace(c.QueryParam("code"))
	if p.AskedCode == "" {
		return nil
	}
	found, err := s.lookup(c, p.AskedCode)
	switch {
	case fault.KindOf(err) == fault.Malformed:
		p.CodeAnswer = &templates.LedgerAnswer{Code: "code_mistyped"}
		return nil
	case fault.KindOf(err) == fault.NotFound:
		p.CodeAnswer = &templates.LedgerAnswer{Code: "code_unknown"}
		return nil
	case err != nil:
		return err
	}
	p.CodeAnswer, err = s.inLedger(c.Request().Context(), found, p.Size)
	return err
}

func (s *Server) inLedger(ctx context.Context, found certificates.Public, size int64) (*templates.LedgerAnswer, error) {
	index := found.LedgerIndex
	a := &templates.LedgerAnswer{Code: "code_waits", Certificate: found.Code, URL: "/v/" + lowerCode(found.Code)}
	if index < 0 || index >= size {
		return a, nil
	}
	reader := s.Ledger.HashReader(ctx)
	proof, err := ledger.InclusionProof(size, index, reader)
	if err != nil {
		return nil, fmt.Errorf("prove leaf %d: %w", index, err)
	}
	root, err := ledger.Root(size, reader)
	if err != nil {
		return nil, fmt.Errorf("root of %d leaves: %w", size, err)
	}
	a.Code, a.Entry, a.Size, a.Hashes = "code_not_proven", index+1, size, len(proof)
	if ledger.VerifyInclusion(proof, ledger.Head{Size: size, Root: root}, index, found.LedgerData) == nil {
		a.Code, a.OK = "code_stands", true
	}
	return a, nil
}
