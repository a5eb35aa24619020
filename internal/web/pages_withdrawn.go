package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/templates"
)

// showWithdrawn tells everybody which certificates do not stand and why.
func (s *Server) showWithdrawn(c echo.Context) error {
	number, err := queryNumber(c, "page")
	if err != nil {
		return err
	}
	start := (max(number, 1) - 1) * cardsAPage
	list, total, err := s.Certificates.Withdrawn(c.Request().Context(), start, cardsAPage)
	if err != nil {
		return err
	}
	p := templates.Withdrawn{Paging: templates.Paging{From: min(start+1, total), To: min(start+len(list), total), Total: total}}
	if p.Shell, err = s.shell(c, "products"); err != nil {
		return err
	}
	if start > 0 {
		p.Paging.PrevURL = s.langed(c, "/products/withdrawn?page="+strconv.Itoa(start/cardsAPage))
	}
	if start+len(list) < total && len(list) > 0 {
		p.Paging.NextURL = s.langed(c, "/products/withdrawn?page="+strconv.Itoa(start/cardsAPage+2))
	}
	for _, w := range list {
		p.Items = append(p.Items, withdrawnItem(w))
	}
	return s.page(c, http.StatusOK, p)
}

func withdrawnItem(w certificates.Withdrawn) templates.WithdrawnItem {
	x := templates.WithdrawnItem{Product: w.Product, Producer: w.Producer, Commune: w.Address, Number: w.Number, URL: "/v/" + lowerCode(w.Code),
		Kind: string(w.Act.Kind), Later: string(w.Status) != string(w.Act.Kind), On: day(w.Act.EffectiveOn), Reason: w.Act.Reason,
		Decision: decisionRef(w.Act.DecisionNumber, w.Act.DecisionDate)}
	if w.SuccessorCode != "" {
		x.SuccessorCode, x.SuccessorURL = w.SuccessorCode, "/v/"+lowerCode(w.SuccessorCode)
	}
	return x
}
