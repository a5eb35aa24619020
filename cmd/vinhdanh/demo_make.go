package main

import (
	"context"
	"fmt"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// demoMaker fills the demo through the same services that people use.
type demoMaker struct {
	*app
	people   map[string]accounts.Actor // by e-mail
	pictures map[string][]byte         // drawn so far
}

func (d *demoMaker) make(ctx context.Context) error {
	for _, p := range demoPeople() {
		u, err := d.accounts.AddUser(ctx, accounts.DefaultOrganiser, p.email, p.name, demoPassword, p.email == "quantri@mau.vn")
		if err != nil {
			return err
		}
		d.people[p.email] = accounts.Actor{User: u}
	}
	if err := d.db.ForAccounts().Update(ctx, func(tx accounts.Tx) error {
		o, err := tx.OrganiserBySlug(accounts.DefaultOrganiser)
		if err != nil {
			return err
		}
		o.Programme, o.Hours = "Bình chọn sản phẩm CNNT tiêu biểu", "7:30–17:00, thứ Hai đến thứ Sáu"
		o.Name, o.Province, o.Phone, o.Email = "Tổ giúp việc mẫu", "tỉnh Hưng Yên", "0221 000 0000", "thuky@mau.vn"
		return tx.SaveOrganiser(o)
	}); err != nil {
		return err
	}
	for _, e := range demoEditions() {
		if err := d.edition(ctx, e); err != nil {
			return fmt.Errorf("edition %s: %w", e.in.Slug, err)
		}
	}
	return nil
}

func (d *demoMaker) as(email string) accounts.Actor { return d.people[email] }

// edition makes one edition and leads it as far as it is to come.
func (d *demoMaker) edition(ctx context.Context, e demoEdition) error {
	if err := d.open(ctx, e); err != nil {
		return err
	}
	ids, err := d.file(ctx, e)
	if err != nil || e.upTo == judging.Filing {
		return err
	}
	admin, slug := d.as("quantri@mau.vn"), e.in.Slug
	if _, err := d.judging.MoveEdition(ctx, admin, slug, judging.Screening); err != nil {
		return err
	}
	if e.upTo == judging.Screening {
		return d.screenSome(ctx, ids)
	}
	if err := d.screen(ctx, slug, ids); err != nil {
		return err
	}
	if err := d.score(ctx, slug, e.upTo != judging.Scoring); err != nil || e.upTo == judging.Scoring {
		return err
	}
	if _, err := d.judging.MoveEdition(ctx, admin, slug, judging.Deliberation); err != nil || e.upTo == judging.Deliberation {
		return err
	}
	return d.honour(ctx, slug)
}

// open makes the edition, names its members and opens the filing.
func (d *demoMaker) open(ctx context.Context, e demoEdition) error {
	admin, slug := d.as("quantri@mau.vn"), e.in.Slug
	if _, err := d.judging.CreateEdition(ctx, admin, e.in); err != nil {
		return err
	}
	for _, p := range demoPeople() {
		if p.body == "" {
			continue
		}
		if _, err := d.judging.AddMember(ctx, admin, slug, judging.NewMember{Email: p.email, Name: p.name, Title: p.title,
			Body: p.body, Role: p.role}); err != nil {
			return err
		}
	}
	if _, err := d.judging.MoveEdition(ctx, admin, slug, judging.Filing); err != nil || e.upTo != judging.Filing {
		return err
	}
	day := time.Now().In(i18n.VN).AddDate(0, 0, demoDays)
	until := time.Date(day.Year(), day.Month(), day.Day(), 17, 0, 0, 0, i18n.VN)
	_, err := d.judging.SetDeadline(ctx, admin, slug, until, "")
	return err
}

// demoDays is how many days dossiers may still be handed in, in the edition that takes them.
const demoDays = 12

func (d *demoMaker) screen(ctx context.Context, slug string, ids []string) error {
	admin, clerk := d.as("quantri@mau.vn"), d.as("chuyenvien@mau.vn")
	for _, id := range ids {
		if _, err := d.judging.Screen(ctx, clerk, id, judging.ScreenInput{Verdict: judging.NominationEligible}); err != nil {
			return err
		}
	}
	_, err := d.judging.MoveEdition(ctx, admin, slug, judging.Scoring)
	return err
}

// score lets every judge declare and mark; unless the pass is to be closed, some sheets stay open.
func (d *demoMaker) score(ctx context.Context, slug string, whole bool) error {
	for j, p := range demoPeople() {
		if p.body != accounts.Jury || p.role == accounts.Secretary {
			continue
		}
		if _, err := d.judging.Declare(ctx, d.as(p.email), slug, nil); err != nil {
			return err
		}
		sheets, _, err := d.judging.Sheets(ctx, d.as(p.email), slug, judging.SheetFilter{})
		if err != nil {
			return err
		}
		for n, sh := range sheets {
			if !whole && n%3 == j%3 {
				continue
			}
			if err := d.mark(ctx, slug, p.email, sh, j+n); err != nil {
				return err
			}
		}
	}
	if !whole {
		return nil
	}
	_, err := d.judging.ClosePass(ctx, d.as("truongban@mau.vn"), slug, 1, false, "")
	return err
}

func (d *demoMaker) mark(ctx context.Context, slug, email string, sh judging.SheetView, turn int) error {
	e, err := d.judging.EditionBySlug(ctx, operator, slug)
	if err != nil {
		return err
	}
	pack, err := d.judging.Pack(e)
	if err != nil {
		return err
	}
	quality := 75
	for _, p := range demoProducts() {
		if p.name == sh.Product {
			quality = p.quality
		}
	}
	marks := map[string]any{}
	for i, leaf := range pack.Leaves(sh.ProductGroup) {
		percent := min(quality+(turn*7+i*11)%13-6, 100)
		steps := int64(leaf.Max) * int64(percent) / 100 / int64(pack.Step)
		marks[leaf.Code] = (judging.Points(steps) * pack.Step).String()
	}
	saved, err := d.judging.SaveMarks(ctx, d.as(email), sh.ID, sh.Version, marks, nil)
	if err != nil {
		return err
	}
	_, err = d.judging.SubmitSheet(ctx, d.as(email), saved.ID)
	return err
}

// honour lets the council propose what passed, records the decision and issues the certificates.
func (d *demoMaker) honour(ctx context.Context, slug string) error {
	admin, head := d.as("quantri@mau.vn"), d.as("thuky@mau.vn")
	ranking, err := d.judging.Ranking(ctx, head, slug, 0)
	if err != nil {
		return err
	}
	today := i18n.Today(time.Now())
	proposal := judging.Proposal{HeldOn: today, Present: 3, For: 3}
	decision := judging.DecisionInput{Number: "1234/QĐ-UBND", Date: today, Authority: "Ủy ban nhân dân tỉnh Hưng Yên", NotifiedOn: today,
		Signer: judging.Signer{Name: "Ngô Chủ Tịch", Title: "PHÓ CHỦ TỊCH", Block: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"}}
	for _, r := range ranking {
		if r.Passed {
			proposal.Items = append(proposal.Items, judging.ProposalItem{Nomination: r.Nomination})
			decision.Nominations = append(decision.Nominations, r.Nomination)
		}
	}
	if _, err := d.judging.RecordProposal(ctx, d.as("chutich@mau.vn"), slug, proposal); err != nil {
		return err
	}
	if _, err := d.judging.RecordDecision(ctx, head, slug, decision); err != nil {
		return err
	}
	if _, err := d.judging.MoveEdition(ctx, admin, slug, judging.Announced); err != nil {
		return err
	}
	if _, err := d.certificates.Prepare(ctx, head, slug, today, false); err != nil {
		return err
	}
	return d.issue(ctx, slug)
}
