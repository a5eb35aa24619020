package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// demoKinds are the papers of a whole dossier, in the order they are handed in.
var demoKinds = []string{"business_registration", "description", "photo", "photo", "photo"}

// file nominates the invented products. While filing is still open, some dossiers are unfinished: the last
// three lack papers and were not handed in, and the producer's own is a draft.
func (d *demoMaker) file(ctx context.Context, e demoEdition) ([]string, error) {
	var ids []string
	for i, p := range demoProducts() {
		papers, hand := len(demoKinds), true
		if e.upTo == judging.Filing && (i == 0 || i > 8) {
			papers, hand = i%4, false
		}
		id, err := d.nominate(ctx, e.in.Slug, i, p, papers)
		if err != nil {
			return nil, fmt.Errorf("nominate %s: %w", p.name, err)
		}
		if !hand {
			continue
		}
		if _, err := d.judging.SubmitNomination(ctx, d.filer(i), id); err != nil {
			return nil, fmt.Errorf("submit %s: %w", p.name, err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// filer is who files the product of a number: the first is the producer's own.
func (d *demoMaker) filer(i int) accounts.Actor {
	if i == 0 {
		return d.as("coso@mau.vn")
	}
	return d.as("chuyenvien@mau.vn")
}

func (d *demoMaker) nominate(ctx context.Context, slug string, i int, p demoProduct, papers int) (string, error) {
	who := d.filer(i)
	address, phone := "Thôn Mẫu, "+p.commune, fmt.Sprintf("09120000%02d", i)
	description := "Sản phẩm mẫu, làm tại địa phương từ nguyên liệu trong vùng. Mọi tên đều do tưởng tượng."
	view, err := d.judging.CreateNomination(ctx, who, slug, judging.NominationInput{Product: &p.name, ProductGroup: &p.group,
		SetMembers: &p.set, Description: &description, Producer: &judging.ProducerInput{Name: &p.producer, EntityKind: &p.kind,
			Address: &address, Commune: &p.commune, Phone: &phone}})
	if err != nil {
		return "", err
	}
	for n, kind := range demoKinds[:papers] {
		file, err := d.picture(p, kind, n)
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
	return view.ID, nil
}

// screenSome gives each outcome of screening to some dossiers and leaves the others waiting.
func (d *demoMaker) screenSome(ctx context.Context, ids []string) error {
	due := i18n.Today(time.Now().AddDate(0, 0, 7))
	verdicts := []judging.ScreenInput{
		{Verdict: judging.NominationSupplement, Due: due, Reasons: []judging.VerdictReason{
			{Document: 1, Code: "unreadable", Text: "Giấy đăng ký kinh doanh chụp mờ, không đọc được số. Chụp lại nơi đủ sáng."}}},
		{Verdict: judging.NominationEligible},
		{Verdict: judging.NominationEligible},
		{Verdict: judging.NominationIneligible, Reasons: []judging.VerdictReason{
			{Code: "out_of_scope", Text: "Sản phẩm làm tại tỉnh khác, không thuộc phạm vi bình chọn."}}},
		{Verdict: judging.NominationSupplement, Due: due, Reasons: []judging.VerdictReason{
			{Document: 3, Code: "wrong_document", Text: "Ảnh thứ nhất không phải sản phẩm này. Gửi ảnh chụp cả bao bì."}}},
	}
	for i, in := range verdicts {
		if _, err := d.judging.Screen(ctx, d.as("chuyenvien@mau.vn"), ids[i], in); err != nil {
			return err
		}
	}
	return nil
}
