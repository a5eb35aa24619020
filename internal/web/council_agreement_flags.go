package web

import (
	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// fillFlags adds what stands out, with the names of products and judges and without points, the neighbours at the
// cuts, and how many entries are close to the pass mark.
func (s *Server) fillFlags(c echo.Context, sc councilScene, a judging.Agreement, names map[string]string, p *templates.CouncilAgreement) error {
	t := s.messages(c)
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	if p.Group == "" {
		sortOverall(lines)
	}
	products, order, passed := map[string]string{}, []string{}, 0
	for _, x := range lines {
		if p.Group != "" && x.Group != p.Group || x.Rank == 0 {
			continue
		}
		products[x.Nomination], order = x.Product, append(order, x.Nomination)
		if x.Passed {
			passed++
		}
		if x.ToDiscuss(sc.pack.PassMark) {
			p.Discuss++
		}
	}
	p.DiscussURL = "/council/" + sc.edition.Slug + "?show=discuss&group=" + p.Group
	for _, f := range a.Flags {
		code := f.Kind
		if f.HasDirection() {
			code += map[bool]string{true: "_higher", false: "_lower"}[f.Higher]
		}
		p.Flags = append(p.Flags, t("page.say.council.flag", code, fault.MakeArgs("product", products[f.Nomination],
			"judge", nameOf(names, f.Judge, t("page.say.council.word", "former_judge", nil)))))
	}
	if a.Flags == nil {
		reason := a.Reasons["flags"]
		if reason == judging.ReasonFewJudges {
			reason += "_flags"
		}
		p.Unflagged = s.missingReason(c, reason)
	}
	if a.RankIntervals == nil {
		return nil
	}
	cut := func(name string, above int) {
		x := templates.AgreementCut{Name: name}
		place := map[string]int{}
		for i, nomination := range order {
			place[nomination] = i
		}
		for _, nomination := range judging.CloseAtCut(order, above, a.RankIntervals) {
			if place[nomination] < above {
				x.Above = append(x.Above, products[nomination])
			} else {
				x.Below = append(x.Below, products[nomination])
			}
		}
		p.Cuts = append(p.Cuts, x)
	}
	cut(t("page.say.council.cut", "mark", fault.MakeArgs("mark", sc.pack.PassMark.String())), passed)
	if quota := sc.pack.QuotaOf(p.Group); quota > 0 && quota < passed {
		cut(t("page.say.council.cut", "quota", fault.MakeArgs("count", quota)), quota)
	}
	return nil
}
