package certificates

import (
	"encoding/json"
	"fmt"
)

// ReadStatement reads what Canonical wrote.
func ReadStatement(data []byte) (Statement, error) {
	type text struct{ Code, VI, EN string }
	var r struct {
		Authority, Design, Number, Place, Prize, Product, Province string
		Code                                                       Code
		Decision                                                   struct{ Date, Number string }
		Edition                                                    struct {
			Name         string
			Number, Year int
		}
		OfflineKey   int    `json:"offline_key"`
		IssuedOn     string `json:"issued_on"`
		ValidUntil   string `json:"valid_until"`
		Level        text
		ProductGroup text `json:"product_group"`
		Producer     struct{ Address, Name string }
		SetMembers   []string `json:"set_members"`
		Signer       struct{ Block, Name, Title string }

		Language, Emblem, Seal string
		EditionEN              string `json:"edition_en"`
		PrizeEN                string `json:"prize_en"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return Statement{}, fmt.Errorf("read statement: %w", err)
	}
	return Statement{
		Code: r.Code, Number: r.Number, Product: r.Product, SetMembers: r.SetMembers,
		ProducerName: r.Producer.Name, ProducerAddress: r.Producer.Address,
		ProductGroupCode: r.ProductGroup.Code, ProductGroup: Text{VI: r.ProductGroup.VI, EN: r.ProductGroup.EN},
		LevelCode: r.Level.Code, LevelTitle: Text{VI: r.Level.VI, EN: r.Level.EN}, Prize: r.Prize,
		EditionName: r.Edition.Name, EditionNumber: r.Edition.Number, EditionYear: r.Edition.Year, Province: r.Province,
		DecisionNumber: r.Decision.Number, DecisionDate: Date(r.Decision.Date), Authority: r.Authority,
		Signer: Signer{Name: r.Signer.Name, Title: r.Signer.Title, Block: r.Signer.Block},
		Place:  r.Place, IssuedOn: Date(r.IssuedOn), ValidUntil: Date(r.ValidUntil), Design: r.Design,
		Language: r.Language, EditionNameEN: r.EditionEN, PrizeEN: r.PrizeEN, Emblem: r.Emblem, Seal: r.Seal, OfflineKey: r.OfflineKey,
	}, nil
}
