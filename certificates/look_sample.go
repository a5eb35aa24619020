package certificates

import (
	"cmp"
	"context"
	"unicode/utf8"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// LookSample is a statement to show a look with: of the edition's longest product name, or of a short invented one. Its code
// is never issued. It is for who may read the look; the look need not be kept yet.
func (s *Service) LookSample(ctx context.Context, who accounts.Actor, slug string, in Look, longest bool) (st Statement, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.ReadLook)
		if err != nil {
			return err
		}
		l, err := in.normal(e.ID)
		if err != nil {
			return err
		}
		if err := ownPictures(tx, l); err != nil {
			return err
		}
		st, err = s.lookSample(tx, e, l, longest)
		return err
	})
	return st, err
}

// lookSample is of the decision that was recorded last, or of an invented one that the look's authority signs.
func (s *Service) lookSample(tx Tx, e judging.Edition, l Look, longest bool) (Statement, error) {
	n, err := s.sampleNomination(tx, e, longest)
	if err != nil {
		return Statement{}, err
	}
	decisions, err := tx.Decisions(e.ID)
	if err != nil {
		return Statement{}, err
	}
	day := s.today()
	d := judging.Decision{Number: "…/QĐ", Date: string(day), Authority: cmp.Or(l.Authority, "Cơ quan công nhận"),
		Signer: judging.Signer{Name: cmp.Or(l.Signer.Name, "Họ và tên người ký"), Title: cmp.Or(l.Signer.Title, "Chức vụ"), Block: l.Signer.Block}}
	if len(decisions) > 0 {
		d = decisions[len(decisions)-1]
	}
	st, rule, err := s.statement(e, n, d, "")
	if err != nil {
		return st, err
	}
	st.IssuedOn = day
	if st.ValidUntil, err = ValidUntil(day, rule); err != nil {
		return st, err
	}
	st.Code, st.Number = trialCode(), Number(1, day.Year())
	return l.dress(st, e), nil
}

func (s *Service) sampleNomination(tx Tx, e judging.Edition, longest bool) (judging.Nomination, error) {
	sample := judging.Nomination{Product: "Tên sản phẩm mẫu", Producer: judging.ProducerData{Name: "Cơ sở mẫu", Commune: "xã Mẫu"}}
	pack, err := s.awards.Pack(e)
	if err != nil {
		return sample, err
	}
	if len(pack.ProductGroups) > 0 {
		sample.ProductGroup = pack.ProductGroups[0].Code
	}
	if !longest {
		return sample, nil
	}
	list, err := tx.Nominations(judging.NominationQuery{Edition: e.ID, States: []judging.NominationState{
		judging.NominationSubmitted, judging.NominationEligible, judging.NominationSupplement}})
	if err != nil {
		return sample, err
	}
	most := 0
	for _, n := range list {
		if size := utf8.RuneCountInString(n.Product); size > most && CheckName(n.Product) == nil {
			sample, most = n, size
		}
	}
	return sample, nil
}
