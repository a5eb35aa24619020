package judging

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
)

// OfferResults says who may have the edition's results bundle once the result is announced. Faults:
// invalid_fields with for (unknown_value).
func (s *Service) OfferResults(ctx context.Context, who accounts.Actor, slug string, to Audience) (e Edition, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.OfferResults)
		if err != nil {
			return err
		}
		if !slices.Contains(Audiences(), to) {
			return fieldFault("for", "unknown_value", "allowed", "none, auditor, public")
		}
		e = sc.edition
		if e.Audience() == to {
			return nil
		}
		e.ResultsFor = to
		return s.saveEdition(tx, who, e, "results.offered", "")
	})
	return e, err
}

// ResultsBundle opens the commitments of an announced edition, for the audience that the organiser chose or,
// when to names a narrower one, for that. Faults: not_found for whom it is hidden from, wrong_state before
// the announcement, results_not_published while no checkpoint covers the result.
func (s *Service) ResultsBundle(ctx context.Context, who accounts.Actor, slug string, to Audience) (b *Bundle, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enter(tx, who, slug)
		if err != nil {
			return err
		}
		if to, err = sc.bundleFor(to); err != nil {
			return err
		}
		if err := sc.in(Announced, Closed); err != nil {
			return err
		}
		b, err = s.makeBundle(tx, sc, to)
		return err
	})
	return b, err
}

// bundleFor is the audience of a bundle for this caller: not_found unless the organiser lets him have it.
func (sc scene) bundleFor(to Audience) (Audience, error) {
	allowed := sc.edition.Audience()
	if to == "" {
		to = allowed
	}
	hidden := to == ForNobody || slices.Index(Audiences(), to) > slices.Index(Audiences(), allowed)
	if hidden || to != ForPublic && !accounts.Allowed(accounts.ReadBundle, sc.hats) {
		return "", fault.New(fault.NotFound, "not_found")
	}
	return to, nil
}

// MayHaveResults reports whether ResultsBundle answers the caller.
func (s *Service) MayHaveResults(ctx context.Context, who accounts.Actor, slug string) (may bool, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enter(tx, who, slug)
		if err != nil {
			return err
		}
		_, hidden := sc.bundleFor("")
		may = hidden == nil && sc.in(Announced, Closed) == nil
		return nil
	})
	return may, err
}

// bundler gathers what one checkpoint covers: rows tell which leaves there are, leaves what they say.
type bundler struct {
	tx      Tx
	size    int64
	hashes  tlog.HashReader
	judges  map[string]string // pseudonym by id
	edition Edition
}

func (s *Service) makeBundle(tx Tx, sc scene, to Audience) (*Bundle, error) {
	text, size, err := tx.LastCheckpoint()
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	m := &bundler{tx: tx, size: size, hashes: keptHashes{tx.HashReader(), map[int64]tlog.Hash{}}, edition: sc.edition}
	b := &Bundle{Format: BundleFormat, For: to, Checkpoint: text, Earlier: []BundleCheckpoint{}, Judges: []BundleJudge{},
		Nominations: []BundleNomination{}, Passes: []BundlePass{}, Decisions: []BundleDecision{}}
	nonce, err := m.rules(b)
	if err != nil {
		return nil, err
	}
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return nil, err
	}
	sheets := make([][]Sheet, len(passes))
	for i, p := range passes {
		if sheets[i], err = tx.Sheets(SheetQuery{Edition: sc.edition.ID, Pass: p.N}); err != nil {
			return nil, err
		}
	}
	m.pseudonyms(b, nonce, slices.Concat(sheets...))
	if err := m.nominations(b); err != nil {
		return nil, err
	}
	for i, p := range passes {
		ranked, err := s.rank(tx, sc, p.N)
		if err != nil {
			return nil, err
		}
		if err := m.pass(b, p, sheets[i], ranked); err != nil {
			return nil, err
		}
	}
	if err := m.council(b); err != nil {
		return nil, err
	}
	return b, m.earlier(b)
}

// leaf opens the latest leaf of a row that the checkpoint covers, of one kind when it is given; an empty
// salts says that there is none.
func (m *bundler) leaf(table, id, kind string) (leaf BundleLeaf, salts map[string]string, err error) {
	entries, err := m.tx.RowEntries(table, id, m.size)
	if err != nil {
		return leaf, nil, err
	}
	entries = slices.DeleteFunc(entries, func(e ledger.Entry) bool { return kind != "" && e.Sealed.Kind != kind })
	if len(entries) == 0 {
		return leaf, nil, nil
	}
	e := entries[len(entries)-1]
	proof, err := ledger.InclusionProof(m.size, e.Index, m.hashes)
	if err != nil {
		return leaf, nil, fmt.Errorf("prove leaf %d: %w", e.Index, err)
	}
	return BundleLeaf{Index: e.Index, Nonce: hex.EncodeToString(e.Sealed.Nonce), Record: json.RawMessage(e.Sealed.Body),
		Proof: hashTexts(proof)}, e.Sealed.Salts, nil
}

// must is leaf for a row that has one as soon as its edition's result is published.
func (m *bundler) must(table, id, kind string) (BundleLeaf, map[string]string, error) {
	leaf, salts, err := m.leaf(table, id, kind)
	if err == nil && salts == nil {
		err = fault.New(fault.Conflict, "results_not_published")
	}
	return leaf, salts, err
}

// opened is a text with its salt where the leaf holds it, and nothing where it does not.
func opened(leaf BundleLeaf, salts map[string]string, field, text string) BundleText {
	o, err := ledger.Open(nil, leaf.Record)
	if err != nil || !o.Opens(field, text, salts[field]) {
		return BundleText{}
	}
	return BundleText{Text: text, Salt: salts[field]}
}

func (m *bundler) rules(b *Bundle) (nonce string, err error) {
	e := m.edition
	leaf, salts, err := m.must("editions", e.ID, "rules.frozen")
	if err != nil {
		return "", err
	}
	b.Rules = BundleRules{Pack: json.RawMessage(e.Rules), SHA256: hexSum(string(e.Rules)), Leaf: leaf}
	b.Edition = BundleEdition{ID: e.ID, Slug: e.Slug, Name: opened(leaf, salts, "name", e.Name), Number: e.Number, Year: e.Year, Level: e.Level}
	return leaf.Nonce, nil
}

// judgeBinding ties a judge's id to the edition: whoever froze the rules could not know what order it gives.
func judgeBinding(nonce, id string) string {
	raw, _ := hex.DecodeString(nonce) // a nonce that is none binds as an empty one and is named where its leaf is opened
	sum := sha256.Sum256(append(raw, id...))
	return hex.EncodeToString(sum[:])
}

// pseudonyms numbers the judges who got sheets in the order of their bindings.
func (m *bundler) pseudonyms(b *Bundle, nonce string, sheets []Sheet) {
	m.judges = map[string]string{}
	for _, sh := range sheets {
		if _, known := m.judges[sh.Judge]; !known {
			m.judges[sh.Judge] = ""
			b.Judges = append(b.Judges, BundleJudge{ID: sh.Judge, Binding: judgeBinding(nonce, sh.Judge)})
		}
	}
	slices.SortFunc(b.Judges, func(x, y BundleJudge) int { return strings.Compare(x.Binding, y.Binding) })
	for i := range b.Judges {
		b.Judges[i].Judge = pseudonym(i)
		m.judges[b.Judges[i].ID] = b.Judges[i].Judge
	}
}

func pseudonym(i int) string { return fmt.Sprintf("J%d", i+1) }

func (m *bundler) nominations(b *Bundle) error {
	list, err := m.tx.Nominations(NominationQuery{Edition: m.edition.ID, State: NominationEligible})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(x, y Nomination) int { return strings.Compare(x.EntryCode, y.EntryCode) })
	for _, n := range list {
		leaf, salts, err := m.must("nominations", n.ID, "")
		if err != nil {
			return err
		}
		b.Nominations = append(b.Nominations, BundleNomination{ID: n.ID, EntryCode: n.EntryCode, ProductGroup: n.ProductGroup,
			Product: opened(leaf, salts, "product", n.Product), Leaf: leaf})
	}
	return nil
}

func (m *bundler) pass(b *Bundle, p Pass, sheets []Sheet, ranked []RankedEntry) error {
	leaf, _, err := m.must("passes", p.ID, "pass.closed")
	if err != nil {
		return err
	}
	pass := BundlePass{ID: p.ID, N: p.N, SHA256: p.SheetsHash, Leaf: leaf, Sheets: []BundleSheet{}, Ranking: []BundleRank{}}
	for _, sh := range sheets {
		one, err := m.sheet(sh)
		if err != nil {
			return err
		}
		pass.Sheets = append(pass.Sheets, one)
	}
	for _, r := range ranked {
		pass.Ranking = append(pass.Ranking, bundleRank(r.Ranked))
	}
	b.Passes = append(b.Passes, pass)
	return nil
}

func bundleRank(r Ranked) BundleRank {
	return BundleRank{Nomination: r.Nomination, Rank: r.Rank, RankOverall: r.RankOverall, Mean: r.MeanText,
		MeanExact: r.MeanExact, Judges: r.Judges, Passed: r.Passed, TiedWith: append([]string{}, r.TiedWith...), TieBrokenBy: r.TieBrokenBy}
}

func (m *bundler) sheet(sh Sheet) (BundleSheet, error) {
	one := BundleSheet{ID: sh.ID, Nomination: sh.Nomination, Judge: m.judges[sh.Judge], State: sh.State}
	if sh.Acts > 0 {
		leaf, _, err := m.must("sheets", sh.ID, "")
		if err != nil {
			return one, err
		}
		one.Leaf = &leaf
	}
	if sh.Seal == "" {
		return one, nil
	}
	seal, _, err := m.must("sheet_seals", sh.Seal, "")
	one.Seal, one.Marks, one.Total, one.ByTop = &seal, sh.Marks, sh.Total, sh.ByTop
	return one, err
}

// council adds the proposal and the decisions, corrected ones too.
func (m *bundler) council(b *Bundle) error {
	p, err := m.tx.Proposal(m.edition.ID)
	if err != nil {
		return err
	}
	leaf, salts, err := m.must("proposals", p.ID, "")
	if err != nil {
		return err
	}
	b.Proposal = &BundleProposal{ID: p.ID, HeldOn: p.HeldOn, Members: p.Members, Present: p.Present, For: p.For,
		Against: p.Against, Abstain: p.Abstain, Items: []BundleReason{}, LeftOut: []BundleReason{}, Leaf: leaf}
	reason := func(field, nomination, text string) BundleReason {
		r := BundleReason{Nomination: nomination, Given: text != ""}
		if !r.Given {
			r.Salt = salts[field+"."+nomination]
		}
		return r
	}
	for _, x := range p.Items {
		r := reason("reason", x.Nomination, x.Reason)
		r.Prize = x.Prize
		b.Proposal.Items = append(b.Proposal.Items, r)
	}
	for _, x := range p.LeftOut {
		b.Proposal.LeftOut = append(b.Proposal.LeftOut, reason("left_out", x.Nomination, x.Reason))
	}
	decisions, err := m.tx.DecisionHistory(m.edition.ID)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		leaf, _, err := m.must("decisions", d.ID, "")
		if err != nil {
			return err
		}
		b.Decisions = append(b.Decisions, BundleDecision{ID: d.ID, Number: d.Number, Date: d.Date, NotifiedOn: d.NotifiedOn,
			Nominations: d.Nominations, Replaces: d.Replaces, Leaf: leaf})
	}
	return nil
}

// earlier adds the checkpoints since the first close of a pass, such as those printed on minutes.
func (m *bundler) earlier(b *Bundle) error {
	if len(b.Passes) == 0 {
		return nil
	}
	texts, err := m.tx.CheckpointsFrom(b.Passes[0].Leaf.Index + 1)
	if err != nil {
		return err
	}
	for _, text := range texts {
		c, err := ledger.PeekCheckpoint(text)
		if err != nil {
			return err
		}
		if c.Size >= m.size {
			continue
		}
		proof, err := ledger.ConsistencyProof(m.size, c.Size, m.hashes)
		if err != nil {
			return fmt.Errorf("prove that the log grew from %d leaves: %w", c.Size, err)
		}
		b.Earlier = append(b.Earlier, BundleCheckpoint{Checkpoint: text, Proof: hashTexts(proof)})
	}
	return nil
}

func hashTexts(hashes []tlog.Hash) []string {
	texts := make([]string, len(hashes))
	for i, h := range hashes {
		texts[i] = base64.StdEncoding.EncodeToString(h[:])
	}
	return texts
}

// keptHashes reads each hash once: the proofs of neighbours share most of theirs.
type keptHashes struct {
	from tlog.HashReader
	kept map[int64]tlog.Hash
}

// ReadHashes is tlog.HashReader's.
func (k keptHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var missing []int64
	for _, x := range indexes {
		if _, known := k.kept[x]; !known {
			missing = append(missing, x)
		}
	}
	if len(missing) > 0 {
		hashes, err := k.from.ReadHashes(missing)
		if err != nil {
			return nil, err
		}
		for i, x := range missing {
			k.kept[x] = hashes[i]
		}
	}
	list := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		list[i] = k.kept[x]
	}
	return list, nil
}
