package judging

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"vinhdanh/internal/ledger"
)

// BundleFormat names the format of a results bundle (docs/formats.md); another format gets another name.
const BundleFormat = "vinhdanh-results/1"

// Audience is who may have an edition's results bundle.
type Audience string

// The audiences, from the narrowest.
const (
	ForNobody  Audience = "none"
	ForAuditor Audience = "auditor"
	ForPublic  Audience = "public"
)

// Audiences are all audiences, from the narrowest.
func Audiences() []Audience { return []Audience{ForNobody, ForAuditor, ForPublic} }

// Bundle is an edition's results with what opens their commitments: whoever holds it and a checkpoint's key
// recomputes the ranking without the server. It holds no name of a person and no free text but the names of
// the edition and of products; judges stand under pseudonyms.
type Bundle struct {
	Format  string        `json:"format"`
	For     Audience      `json:"for"`
	Edition BundleEdition `json:"edition"`
	// Checkpoint is the signed note that every leaf is proven against; Earlier are those before it, from the
	// first close of a pass on, each with the proof that the log only grew since.
	Checkpoint  string             `json:"checkpoint"`
	Earlier     []BundleCheckpoint `json:"earlier"`
	Rules       BundleRules        `json:"rules"`
	Judges      []BundleJudge      `json:"judges"`
	Nominations []BundleNomination `json:"nominations"`
	Passes      []BundlePass       `json:"passes"`
	Proposal    *BundleProposal    `json:"proposal"`
	Decisions   []BundleDecision   `json:"decisions"`
}

// BundleLeaf is a leaf of the ledger with what opens it.
type BundleLeaf struct {
	Index  int64           `json:"index"` // in the log, from 0
	Nonce  string          `json:"nonce"` // 32 hexadecimal digits
	Record json.RawMessage `json:"record"`
	Proof  []string        `json:"proof"` // hashes in base64, from the leaf's sibling upwards
}

// BundleText is a text that the record holds by its salted hash. Without salt it is not opened, since it was
// erased or changed after the checkpoint.
type BundleText struct {
	Text string `json:"text"`
	Salt string `json:"salt"` // base64
}

// BundleCheckpoint is an earlier checkpoint with the proof that the bundle's own continues it.
type BundleCheckpoint struct {
	Checkpoint string   `json:"checkpoint"`
	Proof      []string `json:"proof"` // hashes in base64
}

// BundleEdition says which edition it is.
type BundleEdition struct {
	ID     string     `json:"id"`
	Slug   string     `json:"slug"`
	Name   BundleText `json:"name"`
	Number int        `json:"number"`
	Year   int        `json:"year"`
	Level  string     `json:"level"`
}

// BundleRules is the frozen rule pack; SHA256 is that of its RFC 8785 form.
type BundleRules struct {
	Pack   json.RawMessage `json:"pack"`
	SHA256 string          `json:"sha256"`
	Leaf   BundleLeaf      `json:"leaf"`
}

// BundleJudge binds a pseudonym (J1, J2 …) to a judge's id. Binding is hex SHA-256(nonce of the rules' leaf ‖
// id), and the pseudonyms number the judges in the order of it: nobody could choose or exchange them.
type BundleJudge struct {
	Judge   string `json:"judge"`
	ID      string `json:"id"`
	Binding string `json:"binding"`
}

// BundleNomination is an eligible entry.
type BundleNomination struct {
	ID           string     `json:"id"`
	EntryCode    string     `json:"entry_code"`
	Product      BundleText `json:"product"`
	ProductGroup string     `json:"product_group"`
	Leaf         BundleLeaf `json:"leaf"`
}

// BundlePass is a closed pass: its sheets, bound by the hash of their list, and the ranking they make.
type BundlePass struct {
	ID      string        `json:"id"`
	N       int           `json:"n"`
	SHA256  string        `json:"sheets_sha256"`
	Leaf    BundleLeaf    `json:"leaf"`
	Sheets  []BundleSheet `json:"sheets"`
	Ranking []BundleRank  `json:"ranking"`
}

// BundleSheet is one sheet as it was at the close. Leaf is absent when nobody acted on it, Seal and what was
// marked when it counts for nothing.
type BundleSheet struct {
	ID         string            `json:"id"`
	Nomination string            `json:"nomination"`
	Judge      string            `json:"judge"` // the pseudonym
	State      SheetState        `json:"state"` // locked or recused
	Marks      map[string]Points `json:"marks"`
	Total      *Points           `json:"total"`
	ByTop      []Points          `json:"by_top"` // sums of the top criteria in the pack's order
	Leaf       *BundleLeaf       `json:"leaf"`
	Seal       *BundleLeaf       `json:"seal"`
}

// BundleRank is a line of the ranking as it was published; what nobody scored has no rank and no mean.
type BundleRank struct {
	Nomination  string   `json:"nomination"`
	Rank        int      `json:"rank"` // within the product group
	RankOverall int      `json:"rank_overall"`
	Mean        string   `json:"mean"`       // two decimals
	MeanExact   string   `json:"mean_exact"` // a fraction in lowest terms
	Judges      int      `json:"judges"`
	Passed      bool     `json:"passed"`
	TiedWith    []string `json:"tied_with"`
	TieBrokenBy string   `json:"tie_broken_by"`
}

// BundleProposal is the council's proposal.
type BundleProposal struct {
	ID      string         `json:"id"`
	HeldOn  string         `json:"held_on"`
	Members int            `json:"members"`
	Present int            `json:"present"`
	For     int            `json:"for"`
	Against int            `json:"against"`
	Abstain int            `json:"abstain"`
	Items   []BundleReason `json:"nominations"`
	LeftOut []BundleReason `json:"left_out"`
	Leaf    BundleLeaf     `json:"leaf"`
}

// BundleReason is an entry that the council proposes or leaves out. Of a reason the bundle says only whether
// one was given; where none was, Salt opens the empty text.
type BundleReason struct {
	Nomination string `json:"nomination"`
	Prize      string `json:"prize"`
	Given      bool   `json:"reason_given"`
	Salt       string `json:"salt"` // base64, or empty
}

// BundleDecision is a recorded decision of the authority; Replaces is the one that it corrects, or empty.
type BundleDecision struct {
	ID          string     `json:"id"`
	Number      string     `json:"number"`
	Date        string     `json:"date"`
	NotifiedOn  string     `json:"notified_on"`
	Nominations []string   `json:"nominations"`
	Replaces    string     `json:"replaces"`
	Leaf        BundleLeaf `json:"leaf"`
}

// Encode writes the bundle in its one spelling, RFC 8785 JSON and a line break.
func (b *Bundle) Encode() ([]byte, error) {
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("write results bundle: %w", err)
	}
	canonical, err := canonicalJSON(raw)
	if err != nil {
		return nil, fmt.Errorf("write results bundle: %w", err)
	}
	return append(canonical, '\n'), nil
}

// ReadBundle reads a results bundle, however it is spaced. Members that are unknown, missing or repeated,
// another format and anything of another type are errors, written for people in English.
func ReadBundle(data []byte) (*Bundle, error) {
	canonical, err := canonicalJSON(data)
	if err != nil {
		return nil, fmt.Errorf("read results bundle: %w", err)
	}
	var head struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil || head.Format != BundleFormat {
		return nil, fmt.Errorf("read results bundle: the format is %q, not %q", head.Format, BundleFormat)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	b := &Bundle{}
	if err := d.Decode(b); err != nil {
		return nil, fmt.Errorf("read results bundle: %w", err)
	}
	// What is read must be all that the file says: a member left out, or spelled in another case, is none.
	again, err := b.Encode()
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(bytes.TrimSuffix(again, []byte("\n")), canonical) {
		return nil, errors.New("read results bundle: a member is missing or not in its one spelling")
	}
	return b, nil
}

// canonicalJSON is the RFC 8785 form of a JSON object of strings, integers, booleans and null.
func canonicalJSON(raw []byte) ([]byte, error) {
	tree, err := readTree(raw)
	if err != nil {
		return nil, err
	}
	object, ok := tree.(*jsonObject)
	if !ok {
		return nil, errors.New("not an object")
	}
	if err := noneTwice(object); err != nil {
		return nil, err
	}
	return ledger.Canonical(object.plain())
}

// noneTwice refuses a member that stands twice, of which readers would see different ones.
func noneTwice(v any) error {
	switch x := v.(type) {
	case *jsonObject:
		seen := make(map[string]bool, len(x.members))
		for _, m := range x.members {
			if seen[m.name] {
				return fmt.Errorf("member %q stands twice", m.name)
			}
			seen[m.name] = true
			if err := noneTwice(m.value); err != nil {
				return err
			}
		}
	case []any:
		for _, e := range x {
			if err := noneTwice(e); err != nil {
				return err
			}
		}
	}
	return nil
}
