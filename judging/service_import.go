package judging

import (
	"context"
	"errors"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// ImportRow is one row of a list as it was read: the wording of a draft and its place in the file.
type ImportRow struct {
	Number       int // the row as a spreadsheet counts it, the heading being 1
	Product      string
	ProductGroup string
	SetMembers   []string
	Description  string
	Producer     ProducerData
}

// ImportIssue is one thing to say about one row.
type ImportIssue struct {
	Row    int
	Column string
	Code   string
	Args   fault.Args
}

// ImportResult counts what an import did, or would do.
type ImportResult struct {
	Rows, Created, Updated, Skipped int
	Errors, Notices                 []ImportIssue
}

// ImportOptions say how to import. Prior is what reading the file has found already.
type ImportOptions struct {
	DryRun, Partial bool
	Prior           ImportResult
}

// errDry ends a transaction whose work is not to stay.
var errDry = errors.New("import: nothing is to stay")

// MayImport tells before a file is read whether the caller may import a list now.
func (s *Service) MayImport(ctx context.Context, who accounts.Actor, slug string) error {
	return s.store.View(ctx, func(tx Tx) error {
		_, err := s.forImport(tx, who, slug)
		return err
	})
}

func (s *Service) forImport(tx Tx, who accounts.Actor, slug string) (scene, error) {
	sc, err := s.enterFor(tx, who, slug, accounts.ImportNomination)
	if err != nil {
		return sc, err
	}
	return sc, sc.in(Filing, Screening)
}

// Import files a list as drafts: all of it or nothing, unless Partial. A row whose product, producer and
// locality are there already is skipped, or updates a draft that it completes.
func (s *Service) Import(ctx context.Context, who accounts.Actor, slug string, rows []ImportRow, opt ImportOptions) (res ImportResult, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.forImport(tx, who, slug)
		if err != nil {
			return err
		}
		pack, err := s.Pack(sc.edition)
		if err != nil {
			return err
		}
		res = ImportResult{Rows: opt.Prior.Rows, Skipped: opt.Prior.Skipped,
			Errors:  append([]ImportIssue(nil), opt.Prior.Errors...),
			Notices: append([]ImportIssue(nil), opt.Prior.Notices...)}
		for _, row := range rows {
			if err := s.importRow(tx, sc, pack, who, row, &res); err != nil {
				return err
			}
		}
		if opt.DryRun || len(res.Errors) > 0 && !opt.Partial {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		if !opt.DryRun {
			res.Created, res.Updated = 0, 0
		}
		err = nil
	}
	return res, err
}

func (s *Service) importRow(tx Tx, sc scene, pack *Pack, who accounts.Actor, row ImportRow, res *ImportResult) error {
	n, err := tx.NominationByKey(sc.edition.ID, ImportKey(row.Product, row.Producer.Name, row.Producer.Commune))
	switch {
	case err == nil:
		return s.importAgain(tx, sc, pack, n, row, res)
	case fault.KindOf(err) != fault.NotFound:
		return err
	}
	n = Nomination{Edition: sc.edition.ID, State: NominationDraft, Filer: who.User.ID, ByOffice: true}
	if !fill(pack, &n, row, res) {
		return nil
	}
	if _, err := s.insertNomination(tx, sc, n); err != nil {
		return err
	}
	res.Created++
	return nil
}

// importAgain skips a row that is there already, unless it says something that the draft does not.
func (s *Service) importAgain(tx Tx, sc scene, pack *Pack, old Nomination, row ImportRow, res *ImportResult) error {
	n := old
	if !fill(pack, &n, row, res) {
		return nil
	}
	if n.State != NominationDraft || sameWording(old, n) {
		res.Skipped++
		return nil
	}
	if err := s.identify(tx, sc, &n); err != nil {
		return err
	}
	n.Version++
	n.Updated = s.clock()
	res.Updated++
	return s.saveNomination(tx, n, "nomination.corrected")
}

func sameWording(a, b Nomination) bool {
	if len(a.SetMembers) != len(b.SetMembers) {
		return false
	}
	for i := range a.SetMembers {
		if a.SetMembers[i] != b.SetMembers[i] {
			return false
		}
	}
	return a.ProductGroup == b.ProductGroup && a.Description == b.Description && a.Producer == b.Producer
}

// fill writes what a row says into a draft; an empty cell says nothing. Faults become errors of the row.
func fill(pack *Pack, n *Nomination, row ImportRow, res *ImportResult) bool {
	said := func(v string) *string {
		if v == "" {
			return nil
		}
		return &v
	}
	p := row.Producer
	in := NominationInput{Product: &row.Product, ProductGroup: said(row.ProductGroup), Description: said(row.Description),
		Producer: &ProducerInput{Name: said(p.Name), EntityKind: said(p.EntityKind), TaxCode: said(p.TaxCode),
			RegistrationNumber: said(p.RegistrationNumber), Address: said(p.Address), Commune: said(p.Commune),
			Phone: said(p.Phone), Email: said(p.Email), Representative: said(p.Representative)}}
	if n.ID != "" {
		in.Product = nil // the key says that it is the same; its first wording stays
	}
	if len(row.SetMembers) > 0 {
		in.SetMembers = &row.SetMembers
	}
	err := applyNomination(pack, n, in)
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return true
	}
	for _, x := range f.Fields {
		res.Errors = append(res.Errors, ImportIssue{Row: row.Number, Column: x.Field, Code: x.Code, Args: x.Args})
	}
	return false
}
