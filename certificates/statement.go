package certificates

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
)

// Text is one name in both languages of the platform.
type Text struct{ VI, EN string }

// Signer is who signs for the authority. Block holds the lines above the title, separated by line
// breaks, " / " or " – ": "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH".
type Signer struct{ Name, Title, Block string }

// Statement is everything that one certificate prints, and nothing else: what the ledger records,
// the page draws and the verification shows. It is fixed when the certificate is prepared.
type Statement struct {
	Code   Code
	Number string // 01/2026/GCN

	Product         string
	SetMembers      []string // in the order of the nomination; empty for a single product
	ProducerName    string
	ProducerAddress string // as printed after the name: "xã Tân Hưng, tỉnh Hưng Yên"

	ProductGroupCode string
	ProductGroup     Text
	LevelCode        string
	LevelTitle       Text   // "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh"
	Prize            string // as printed, or empty

	EditionName   string
	EditionNumber int
	EditionYear   int
	Province      string

	DecisionNumber string
	DecisionDate   Date
	Authority      string
	Signer         Signer

	Place      string // of issue
	IssuedOn   Date
	ValidUntil Date
	Design     string // the page's design, so that a reprint knows what it reprints

	// What later looks added: each is in the record only when it is not empty, so that older records keep their bytes.
	Language      string // vi when empty, LanguageEN or LanguageBoth
	EditionNameEN string // for a page in English
	PrizeEN       string // the same
	Emblem        string // SHA-256 in hexadecimal of the picture at the head, or empty
	Seal          string // the same of the seal's
	OfflineKey    int    // number of the key that signs the second symbol, 0 for none
}

// The languages of a page besides Vietnamese, as statements carry them.
const (
	LanguageEN   = "en"
	LanguageBoth = "vi-en" // Vietnamese first, English smaller below it
)

// Normal is s with every text in NFC: two statements that read the same are the same.
func (s Statement) Normal() Statement {
	for _, t := range s.texts() {
		*t = norm.NFC.String(*t)
	}
	s.SetMembers = slices.Clone(s.SetMembers)
	for i, m := range s.SetMembers {
		s.SetMembers[i] = norm.NFC.String(m)
	}
	return s
}

// texts are the single texts of s, by address.
func (s *Statement) texts() []*string {
	return []*string{
		&s.Number, &s.Product, &s.ProducerName, &s.ProducerAddress, &s.ProductGroupCode, &s.ProductGroup.VI,
		&s.ProductGroup.EN, &s.LevelCode, &s.LevelTitle.VI, &s.LevelTitle.EN, &s.Prize, &s.EditionName, &s.Province,
		&s.DecisionNumber, &s.Authority, &s.Signer.Name, &s.Signer.Title, &s.Signer.Block, &s.Place, &s.Design, &s.EditionNameEN, &s.PrizeEN,
	}
}

// Check reports everything that keeps s from being printed as a fault "invalid_fields": required
// fields that are empty, names that CheckName refuses, dates that do not exist, an end before the issue.
func (s Statement) Check() error {
	var bad fault.Fields
	if s.Code.IsZero() {
		bad.Add("code", "required")
	}
	names := []struct {
		field, text string
		required    bool
	}{
		{"number", s.Number, true}, {"product", s.Product, true},
		{"producer.name", s.ProducerName, true}, {"producer.address", s.ProducerAddress, false},
		{"product_group", s.ProductGroup.VI, false}, {"level", s.LevelTitle.VI, true}, {"prize", s.Prize, false},
		{"edition", s.EditionName, false}, {"province", s.Province, false},
		{"decision.number", s.DecisionNumber, true}, {"authority", s.Authority, true},
		{"signer.name", s.Signer.Name, false}, {"signer.title", s.Signer.Title, false}, {"place", s.Place, true},
		{"edition", s.EditionNameEN, false}, {"prize", s.PrizeEN, false}, {"level", s.LevelTitle.EN, false}, {"product_group", s.ProductGroup.EN, false},
	}
	for i, m := range s.SetMembers {
		names = append(names, struct {
			field, text string
			required    bool
		}{fmt.Sprintf("set_members[%d]", i), m, true})
	}
	for i, line := range s.Signer.Lines() {
		names = append(names, struct {
			field, text string
			required    bool
		}{fmt.Sprintf("signer.block[%d]", i), line, false})
	}
	for _, n := range names {
		if n.required && strings.TrimSpace(n.text) == "" {
			bad.Add(n.field, "required")
			continue
		}
		if f, ok := errors.AsType[*fault.Fault](CheckName(n.text)); ok {
			bad.Add(n.field, f.Code, pairs(f.Args)...)
		}
	}
	for _, d := range []struct {
		field string
		date  Date
	}{{"decision.date", s.DecisionDate}, {"issued_on", s.IssuedOn}, {"valid_until", s.ValidUntil}} {
		if _, err := ParseDate(string(d.date)); err != nil {
			bad.Add(d.field, "date_invalid")
		}
	}
	if s.Language != "" && s.Language != LanguageEN && s.Language != LanguageBoth {
		bad.Add("language", "unknown_value", "allowed", "vi, en, vi-en")
	}
	if s.ValidUntil < s.IssuedOn {
		bad.Add("valid_until", "before_issue")
	}
	return bad.Err()
}

func pairs(args fault.Args) []any {
	var out []any
	for k, v := range args {
		out = append(out, k, v)
	}
	return out
}

// Canonical is the one spelling of s: RFC 8785 JSON of strings and integers in NFC. It fails on a text
// that is no UTF-8.
func (s Statement) Canonical() ([]byte, error) {
	b, err := ledger.Canonical(s.Record())
	if err != nil {
		return nil, fmt.Errorf("statement of certificate %s: %w", s.Code, err)
	}
	return b, nil
}

// Record is s as the values that the ledger writes; docs/formats.md describes each field.
func (s Statement) Record() map[string]any {
	members := make([]any, len(s.SetMembers))
	for i, m := range s.SetMembers {
		members[i] = m
	}
	record := map[string]any{
		"authority":     s.Authority,
		"code":          s.Code.String(),
		"decision":      map[string]any{"date": string(s.DecisionDate), "number": s.DecisionNumber},
		"design":        s.Design,
		"edition":       map[string]any{"name": s.EditionName, "number": s.EditionNumber, "year": s.EditionYear},
		"issued_on":     string(s.IssuedOn),
		"level":         named(s.LevelCode, s.LevelTitle),
		"number":        s.Number,
		"place":         s.Place,
		"prize":         s.Prize,
		"producer":      map[string]any{"address": s.ProducerAddress, "name": s.ProducerName},
		"product":       s.Product,
		"product_group": named(s.ProductGroupCode, s.ProductGroup),
		"province":      s.Province,
		"set_members":   members,
		"signer":        map[string]any{"block": s.Signer.Block, "name": s.Signer.Name, "title": s.Signer.Title},
		"valid_until":   string(s.ValidUntil),
	}
	for name, value := range map[string]string{"language": s.Language, "edition_en": s.EditionNameEN, "prize_en": s.PrizeEN,
		"emblem": s.Emblem, "seal": s.Seal} {
		if value != "" {
			record[name] = value
		}
	}
	if s.OfflineKey != 0 {
		record["offline_key"] = s.OfflineKey
	}
	return record
}

func named(code string, t Text) map[string]any {
	return map[string]any{"code": code, "en": t.EN, "vi": t.VI}
}

// Hash is the SHA-256 of Canonical.
func (s Statement) Hash() ([sha256.Size]byte, error) {
	b, err := s.Canonical()
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	return sha256.Sum256(b), nil
}
