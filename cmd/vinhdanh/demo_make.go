package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// demoMaker fills the demo through the same services that people use.
type demoMaker struct {
	*app
	people map[string]accounts.Actor // by e-mail
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

func (d *demoMaker) edition(ctx context.Context, e demoEdition) error {
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
	if _, err := d.judging.MoveEdition(ctx, admin, slug, judging.Filing); err != nil {
		return err
	}
	var ids []string
	for i, p := range demoProducts() {
		id, err := d.nominate(ctx, slug, i, p)
		if err != nil {
			return fmt.Errorf("nominate %s: %w", p.name, err)
		}
		ids = append(ids, id)
	}
	if err := d.screen(ctx, slug, ids); err != nil {
		return err
	}
	if err := d.score(ctx, slug, e.upTo == judging.Announced); err != nil || e.upTo != judging.Announced {
		return err
	}
	return d.honour(ctx, slug)
}

func (d *demoMaker) nominate(ctx context.Context, slug string, i int, p demoProduct) (string, error) {
	who := d.as("chuyenvien@mau.vn")
	if i == 0 {
		who = d.as("coso@mau.vn")
	}
	address, phone := "Thôn Mẫu, "+p.commune, fmt.Sprintf("09120000%02d", i)
	description := "Sản phẩm mẫu, làm tại địa phương từ nguyên liệu trong vùng. Mọi tên đều do tưởng tượng."
	view, err := d.judging.CreateNomination(ctx, who, slug, judging.NominationInput{Product: &p.name, ProductGroup: &p.group,
		SetMembers: &p.set, Description: &description, Producer: &judging.ProducerInput{Name: &p.producer, EntityKind: &p.kind,
			Address: &address, Commune: &p.commune, Phone: &phone}})
	if err != nil {
		return "", err
	}
	for n, kind := range []string{"business_registration", "description", "photo", "photo", "photo"} {
		file, err := demoPicture(i*7 + n)
		if err != nil {
			return "", err
		}
		sha, size, err := d.blobs.Put(ctx, bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return "", err
		}
		if _, err := d.judging.AddDocument(ctx, who, view.ID, judging.DocumentInput{Kind: kind, SHA256: sha, MediaType: "image/png",
			Size: size, Filename: fmt.Sprintf("%s-%d.png", kind, n+1)}); err != nil {
			return "", err
		}
	}
	_, err = d.judging.SubmitNomination(ctx, who, view.ID)
	return view.ID, err
}

// demoPicture is a small drawing of a jar on a warm ground; no two are alike.
func demoPicture(seed int) ([]byte, error) {
	const w, h = 600, 400
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r, g, b := uint8(180+seed*13%60), uint8(120+seed*29%80), uint8(60+seed*17%70)
	for y := range h {
		for x := range w {
			shade := uint8(y * 40 / h)
			c := color.RGBA{233 - shade, 217 - shade, 184 - shade, 255}
			dx, dy := float64(x-w/2)/110, float64(y-h/2-20)/140
			if dx*dx+dy*dy < 1 || (y > 60 && y < 120 && x > w/2-50 && x < w/2+50) {
				c = color.RGBA{r - shade, g - shade, b - shade, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}

func (d *demoMaker) screen(ctx context.Context, slug string, ids []string) error {
	admin, clerk := d.as("quantri@mau.vn"), d.as("chuyenvien@mau.vn")
	if _, err := d.judging.MoveEdition(ctx, admin, slug, judging.Screening); err != nil {
		return err
	}
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
		if p.body != accounts.Jury {
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
			if err := d.mark(ctx, p.email, sh, j+n); err != nil {
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

func (d *demoMaker) mark(ctx context.Context, email string, sh judging.SheetView, turn int) error {
	e, err := d.judging.EditionBySlug(ctx, operator, "mau-2026")
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
	if _, err := d.judging.MoveEdition(ctx, admin, slug, judging.Deliberation); err != nil {
		return err
	}
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
	if _, err := d.certificates.Prepare(ctx, head, slug, today); err != nil {
		return err
	}
	return d.issue(ctx, slug)
}
