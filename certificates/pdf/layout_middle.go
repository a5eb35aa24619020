package pdf

import (
	"strings"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

// sheet is one page being set.
type sheet struct {
	*canvas
	*look
	s      certificates.Statement
	speech []*speech // the first one is set larger
	emblem *picture
	seal   *picture
	plain  bool // a specimen: no symbol
}

// stack gathers the blocks of the middle at one scale.
type stack struct {
	p      *sheet
	scale  float64
	blocks []block
}

func (t *stack) sized(size, least float64) float64 { return max(size*t.scale, least) }

// crowded is how much smaller texts may become on a page in two languages.
const crowded = 0.82

// put adds one text in every language of the page; each language after the first is smaller and close below.
func (t *stack) put(s style, kind string, of func(*speech) string, lay func(f *face, text string, size, floor float64) (float64, []string)) {
	least, floor := s.least, s.floor
	if len(t.p.speech) > 1 {
		least, floor = crowded*least, crowded*floor
	}
	if s.inline {
		of = always(joined(t.p.speech, of))
	}
	for i, w := range t.p.speech {
		words := of(w)
		if words == "" || i > 0 && words == of(t.p.speech[0]) {
			continue
		}
		f, size, k, gap, spread := t.p.displayFace(s, words), t.sized(s.size, least), s.color, s.gap*t.scale, s.spread
		floor := min(floor, least*t.scale)
		b := block{kind: kind, left: t.p.body.left}
		if i > 0 {
			f, size = t.p.roles[inItalic], max(min(size, 26*t.scale)*t.p.second, 8)
			k, gap, spread, floor = t.p.secondColor, 3*t.scale, 0.2, min(floor, 8)
			b.kind, b.lang = "", w.lang
		}
		b.face, b.color, b.gap, b.spread = f, k, gap, spread
		b.size, b.lines = lay(f, words, size, floor)
		t.blocks = append(t.blocks, b)
	}
}

// one sets a text on one line, as the fixed words are.
func one(_ *face, text string, size, _ float64) (float64, []string) { return size, []string{text} }

// wrapped sets a text on as many lines as it needs.
func (t *stack) wrapped(f *face, text string, size, _ float64) (float64, []string) {
	return size, f.wrap(text, size, t.p.body.width)
}

// fitted chooses size and lines.
func (t *stack) fitted(f *face, text string, size, floor float64) (float64, []string) {
	return fit(f, text, size, floor, t.p.body.width)
}

// paired sets the two parts of a text, divided by a line break, as one sentence or broken between them.
func (t *stack) paired(f *face, text string, size, _ float64) (float64, []string) {
	a, b, _ := strings.Cut(text, "\n")
	return size, pair(f, a, b, size, t.p.body.width)
}

// always is a text that is the same in every language, such as a name.
func always(text string) func(*speech) string { return func(*speech) string { return text } }

// middle are the blocks between head and foot at a scale from 1 down to smallest.
func (p *sheet) middle(scale float64) []block {
	t, s := &stack{p: p, scale: scale}, p.s
	t.put(p.title, "H1", func(w *speech) string {
		if p.mixed {
			return w.mixedTitle
		}
		return w.title
	}, one)
	if n := len(t.blocks); p.underTitle != nil {
		t.blocks[n-1].below = p.underTitle
	}
	t.put(p.edition, "", func(w *speech) string {
		edition, group := w.edition(s)
		return strings.TrimSuffix(edition+"\n"+group, "\n")
	}, t.paired)
	t.put(p.lead, "", func(w *speech) string {
		if len(s.SetMembers) > 0 {
			return w.set
		}
		return w.product
	}, one)
	t.put(p.product, "", always(s.Product), t.fitted)
	if len(s.SetMembers) > 0 {
		list := strings.Join(s.SetMembers, "; ")
		t.put(p.members, "", always(joined(p.speech, func(w *speech) string { return w.members })+": "+list), t.wrapped)
	}
	by := joined(p.speech, func(w *speech) string { return w.by })
	t.put(p.producer, "", always(strings.TrimSuffix(by+" "+s.ProducerName+"\n"+s.ProducerAddress, "\n")), t.paired)
	t.put(p.as, "", func(w *speech) string { return w.as }, one)
	t.put(p.level, "", func(w *speech) string { return w.level(s) }, t.fitted)
	if s.Prize != "" {
		t.put(p.prize, "", func(w *speech) string { return w.prize(s) }, t.fitted)
	}
	t.put(p.decision, "", func(w *speech) string { return w.decision(s) }, t.wrapped)
	return t.blocks
}

// drawMiddle sets the blocks between top and bottom at the largest scale that fits and shares out the
// white that is left.
func (p *sheet) drawMiddle(top, bottom float64) error {
	for scale := 1.0; scale >= smallest; scale -= 0.03 {
		blocks := p.middle(scale)
		left, shares := top-bottom, 0.0
		for _, b := range blocks {
			left -= b.gap + b.height()
			shares += b.spread
		}
		if left < 0 {
			continue
		}
		share := min(left/shares, 5)
		y := top - (left-share*shares)/2
		for _, b := range blocks {
			y = b.draw(p.canvas, p.body.x, y-b.gap-b.spread*share)
		}
		return nil
	}
	return fault.New(fault.Invalid, TextTooLong)
}
