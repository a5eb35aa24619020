package judging

import (
	"encoding/json"
	"fmt"
	"strconv"

	"vinhdanh/internal/ledger"
)

// Name is a text in Vietnamese and, where given, in English.
type Name struct {
	VI string `json:"vi"`
	EN string `json:"en,omitempty"`
}

// In is the name in a language ("vi" or "en"); Vietnamese stands in where the other is missing.
func (n Name) In(lang string) string {
	if lang == "en" && n.EN != "" {
		return n.EN
	}
	return n.VI
}

// Coded is a name with the code that records carry instead of it.
type Coded struct {
	Code string `json:"code"`
	Name Name   `json:"name"`
}

// Pack is the rules of an award as data, read by ParsePack and frozen into an edition when scoring
// opens. Every field and its default stands in docs/formats.md. A Pack is not changed once read.
type Pack struct {
	ID              string                 `json:"id"`
	Version         string                 `json:"version"`
	Name            Name                   `json:"name"`
	Title           Name                   `json:"title"` // what a recognised product is called, before its level
	Levels          []Coded                `json:"levels"`
	ProductGroups   []Coded                `json:"product_groups"`
	EntityKinds     []Coded                `json:"entity_kinds"`
	Documents       []DocumentRule         `json:"documents"`
	RequiredFields  []string               `json:"required_fields"`
	Criteria        []Criterion            `json:"criteria"`
	CriteriaByGroup map[string][]Criterion `json:"criteria_by_group"`
	Step            Points                 `json:"step"`
	PassMark        Points                 `json:"pass_mark"`
	Passes          int                    `json:"passes"`
	Aggregation     string                 `json:"aggregation"`
	TieOrder        []string               `json:"tie_order"`
	Jury            JurySize               `json:"jury"`
	Council         CouncilRule            `json:"council"`
	Quota           *Quota                 `json:"quota"`
	Prizes          []Prize                `json:"prizes"`
	Certificate     Validity               `json:"certificate"`
	Periods         Periods                `json:"periods"`
}

// The ways to combine the totals of an entry's judges.
const (
	// Mean is the mean over the judges who scored the entry.
	Mean = "mean"
	// MeanDropExtremes leaves one highest and one lowest total out; it needs MinSheetsToDrop of them.
	MeanDropExtremes = "mean_drop_extremes"
	// MinSheetsToDrop is the fewest scored sheets of an entry from which extremes may be dropped.
	MinSheetsToDrop = 7
)

// The steps of a tie order beside "criterion:CODE".
const (
	// TieMedian compares the exact medians of the totals.
	TieMedian = "median"
	// TieCouncil leaves the tie to the council; it is always the last step.
	TieCouncil = "council"
	// TieCriterion is what a step that compares the mean of a top-level criterion begins with.
	TieCriterion = "criterion:"
)

// DocumentRule is a kind of paper in a dossier: at least Min of it, for the entity kinds and product
// groups listed, an empty list meaning all of them.
type DocumentRule struct {
	Kind          string   `json:"kind"`
	Name          Name     `json:"name"`
	Min           int      `json:"min"`
	EntityKinds   []string `json:"entity_kinds"`
	ProductGroups []string `json:"product_groups"`
}

// Criterion is a row of the score sheet: a leaf is marked by judges, one with children is their sum.
type Criterion struct {
	Code     string      `json:"code"`
	Name     Name        `json:"name"`
	Max      Points      `json:"max"`
	Guide    *Name       `json:"guide,omitempty"`
	Bands    []Band      `json:"bands,omitempty"` // of a leaf, or none
	Children []Criterion `json:"children,omitempty"`
}

// JurySize bounds the number of judges; Max 0 sets no upper bound.
type JurySize struct {
	Min int `json:"min"`
	Max int `json:"max,omitempty"`
}

// CouncilRule is the share of members who must be present and the share of those present who must agree.
type CouncilRule struct {
	Quorum   Fraction `json:"quorum"`
	Majority Fraction `json:"majority"`
}

// Fraction is a share above 0 and at most 1, kept as it was written: "2/3".
type Fraction struct{ Num, Den int }

// String is the fraction as a rule pack writes it.
func (f Fraction) String() string { return fmt.Sprintf("%d/%d", f.Num, f.Den) }

// MarshalText writes the fraction as a rule pack does.
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// Quota is the most entries that a council may propose: Overall of all, or ByGroup of each product
// group named there; ByGroup nil means that Overall holds.
type Quota struct {
	Overall int
	ByGroup map[string]int
}

// MarshalJSON writes an integer or an object of integers, as a rule pack does.
func (q Quota) MarshalJSON() ([]byte, error) {
	if q.ByGroup != nil {
		return json.Marshal(q.ByGroup)
	}
	return []byte(strconv.Itoa(q.Overall)), nil
}

// Prize is an award level of which Count may be given, with Cash in whole đồng ("" when there is none).
type Prize struct {
	Code  string `json:"code"`
	Name  Name   `json:"name"`
	Count int    `json:"count"`
	Cash  string `json:"cash,omitempty"`
}

// ValidToYearEnd makes a certificate end on 31 December of its last year.
const ValidToYearEnd = "year_end"

// Validity says how long a certificate is valid; the year of issue counts as the first of Years
// (TT 26/2014, art. 17(3), as amended by TT 14/2018).
type Validity struct {
	ValidTo string `json:"valid_to"`
	Years   int    `json:"years"`
}

// Periods are working days: for complaints after results are notified, and for the council's reply
// (TT 26/2014, art. 20).
type Periods struct {
	ComplaintDays int `json:"complaint_days"`
	ReplyDays     int `json:"reply_days"`
}

// TopCriteria are the top-level criteria by which entries of a product group are judged.
func (p *Pack) TopCriteria(group string) []Criterion {
	if own, ok := p.CriteriaByGroup[group]; ok {
		return own
	}
	return p.Criteria
}

// Leaves are the criteria that judges mark for entries of a product group, in the order of the sheet.
func (p *Pack) Leaves(group string) []Criterion {
	var leaves []Criterion
	for _, c := range p.TopCriteria(group) {
		leaves = c.appendLeaves(leaves)
	}
	return leaves
}

// Leaves are the marked criteria of c in order: c itself when it has no children.
func (c Criterion) Leaves() []Criterion { return c.appendLeaves(nil) }

func (c Criterion) appendLeaves(leaves []Criterion) []Criterion {
	if len(c.Children) == 0 {
		return append(leaves, c)
	}
	for _, child := range c.Children {
		leaves = child.appendLeaves(leaves)
	}
	return leaves
}

// MaxTotal is the most points that an entry of a product group can have.
func (p *Pack) MaxTotal(group string) Points {
	var total Points
	for _, c := range p.TopCriteria(group) {
		total += c.Max
	}
	return total
}

// HasGroup reports whether the pack knows that product group.
func (p *Pack) HasGroup(code string) bool { return hasCode(p.ProductGroups, code) }

// HasEntityKind reports whether the pack knows that kind of producer.
func (p *Pack) HasEntityKind(code string) bool { return hasCode(p.EntityKinds, code) }

// HasLevel reports whether the pack knows that level of the selection.
func (p *Pack) HasLevel(code string) bool { return hasCode(p.Levels, code) }

func hasCode(list []Coded, code string) bool {
	for _, c := range list {
		if c.Code == code {
			return true
		}
	}
	return false
}

// Canonical is the one spelling of the pack with its defaults filled in (RFC 8785): equal rules give
// equal bytes, whatever order and spacing they were written in. It is what the ledger hashes.
func (p *Pack) Canonical() []byte {
	b, err := json.Marshal(p)
	if err != nil {
		panic(fmt.Sprintf("marshal rule pack %s: %v", p.ID, err))
	}
	tree, err := readTree(b)
	if err != nil {
		panic(fmt.Sprintf("read rule pack %s back: %v", p.ID, err))
	}
	b, err = ledger.Canonical(tree.(*jsonObject).plain())
	if err != nil {
		panic(fmt.Sprintf("write rule pack %s: %v", p.ID, err))
	}
	return b
}
