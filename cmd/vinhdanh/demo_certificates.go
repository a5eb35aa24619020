package main

import (
	"context"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
)

// issue prints the prepared certificates and leads some of them through the rest of a certificate's life,
// so that each answer of the verification page can be seen.
func (d *demoMaker) issue(ctx context.Context, slug string) error {
	head := d.as("thuky@mau.vn")
	if err := d.work(ctx); err != nil {
		return err
	}
	lines, _, err := d.certificates.Register(ctx, head, slug, certificates.Query{})
	if err != nil || len(lines) < 4 {
		return err
	}
	today := i18n.Today(time.Now())
	act := func(number, reason string) certificates.Withdrawal {
		return certificates.Withdrawal{Reason: reason, DecisionNumber: number, DecisionDate: today, EffectiveOn: today}
	}
	last := len(lines) - 1
	if _, err := d.certificates.Revoke(ctx, head, lines[last].Code, act("1301/QĐ-UBND", "Cơ sở mẫu đã ngừng sản xuất sản phẩm này.")); err != nil {
		return err
	}
	if _, err := d.certificates.Suspend(ctx, head, lines[last-1].Code, act("1302/QĐ-UBND", "Chờ giấy an toàn thực phẩm mới.")); err != nil {
		return err
	}
	name := lines[last-2].Product + " (tên đã sửa)"
	n, err := d.judging.Nomination(ctx, head, lines[last-2].Nomination)
	if err != nil {
		return err
	}
	if _, err := d.judging.PatchNomination(ctx, head, n.ID, n.Version, judging.NominationInput{Product: &name}); err != nil {
		return err
	}
	if _, _, err := d.certificates.Reissue(ctx, head, lines[last-2].Code, act("1303/QĐ-UBND", "Sửa tên sản phẩm.")); err != nil {
		return err
	}
	return d.work(ctx)
}

// work does the waiting certificate jobs; letters of the demo are never sent.
func (d *demoMaker) work(ctx context.Context) error {
	runner := jobs.NewRunner(d.db, d.handlers(), time.Now, d.log)
	for {
		worked, err := runner.RunOne(ctx, certificates.BatchJob)
		if err != nil || !worked {
			return err
		}
	}
}
