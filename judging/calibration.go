package judging

import (
	"math"
	"slices"
	"time"
)

// MaxExamples bounds the examples of one calibration round, maxExampleFiles the files of one example. Of fewer than
// minUnnamed judges a spread without names still tells each of them what the other gave.
const (
	MaxExamples     = 10
	maxExampleFiles = 8
	minUnnamed      = 3
)

// Calibration is a round of trial scoring (chấm thử) on invented examples before the first pass. It is no part of the
// record: it lives in tables of its own, has no leaf, and nothing that counts reads it.
type Calibration struct {
	ID      string
	Edition string
	N       int  // within the edition, from 1
	Named   bool // whether the spread says whose marks are whose
	By      string
	At      time.Time
	Opened  time.Time // zero while it is prepared
	Ended   time.Time // zero until its end
	EndedBy string
}

// Running reports whether judges may mark the examples.
func (c Calibration) Running() bool { return !c.Opened.IsZero() && c.Ended.IsZero() }

// CalibrationExample is an invented dossier, never an entry of the edition.
type CalibrationExample struct {
	ID           string
	Calibration  string
	Edition      string
	N            int // within the round, from 1
	Title        string
	ProductGroup string
	Description  string
}

// CalibrationFile is a photo or a paper of an example.
type CalibrationFile struct {
	ID        string
	Example   string
	N         int
	SHA256    string
	MediaType string
	Size      int64
	Filename  string
}

// CalibrationMarks is what one judge marked on one example. Total and ByTop are nil unless every leaf is marked.
type CalibrationMarks struct {
	Example string
	Judge   string
	Marks   map[string]Points
	Total   *Points
	ByTop   []Points
	Updated time.Time
}

// veiled reports whether the marks of whoever reads them are left out for a session that a slip opened: they were whole, or
// the round over, before the slip was made, whose maker knows its code too. What was begun goes on, as an open sheet does.
func (m CalibrationMarks) veiled(c Calibration, bySlip time.Time) bool {
	return m.Updated.Before(bySlip) && (m.Total != nil || !c.Running())
}

// Spread is how far the judges' points of one criterion, or their totals, lie apart.
type Spread struct {
	Code      string // of the top criterion, "" for the total
	Max       Points
	Own       *Points  // the reader's, nil without any
	All       []Points // everybody's, lowest first
	Low, High Points
	Mean      float64  // in points
	SD        *float64 // in points, with n-1; nil below two judges
}

// Width is how far the highest lies above the lowest.
func (s Spread) Width() Points { return s.High - s.Low }

// Spreads are how far apart the complete sheets of one example lie, for each top criterion in the pack's order and for
// the total, last. It is nil when nobody marked the whole example. reader's own points are set apart.
func Spreads(p *Pack, group string, sheets []CalibrationMarks, reader string) []Spread {
	sheets = slices.DeleteFunc(slices.Clone(sheets), func(m CalibrationMarks) bool { return m.Total == nil })
	if len(sheets) == 0 {
		return nil
	}
	top := p.TopCriteria(group)
	list := make([]Spread, 0, len(top)+1)
	for i, c := range top {
		list = append(list, spreadOf(c.Code, c.Max, sheets, reader, func(m CalibrationMarks) Points { return m.ByTop[i] }))
	}
	return append(list, spreadOf("", p.MaxTotal(group), sheets, reader, func(m CalibrationMarks) Points { return *m.Total }))
}

// marked is how many judges marked the whole example.
func marked(spreads []Spread) int {
	if len(spreads) == 0 {
		return 0
	}
	return len(spreads[0].All)
}

func spreadOf(code string, most Points, sheets []CalibrationMarks, reader string, of func(CalibrationMarks) Points) Spread {
	s := Spread{Code: code, Max: most}
	var sum, squares float64
	for _, m := range sheets {
		p := of(m)
		s.All = append(s.All, p)
		sum += asFloat(p)
		if m.Judge == reader {
			s.Own = &p
		}
	}
	slices.Sort(s.All)
	s.Low, s.High = s.All[0], s.All[len(s.All)-1]
	n := float64(len(s.All))
	s.Mean = sum / n
	for _, p := range s.All {
		squares += (asFloat(p) - s.Mean) * (asFloat(p) - s.Mean)
	}
	if len(s.All) > 1 {
		sd := math.Sqrt(squares / (n - 1))
		s.SD = &sd
	}
	return s
}

func asFloat(p Points) float64 { return float64(p) / float64(Point) }

// Widest is the criterion on which the judges lie furthest apart for its maximum, the first of several; the total is not
// among them. ok is false when they agree on all or fewer than two marked.
func Widest(spreads []Spread) (widest Spread, ok bool) {
	share := func(s Spread) float64 { return asFloat(s.Width()) / asFloat(s.Max) }
	for _, s := range spreads {
		if s.Code != "" && s.Width() > 0 && (!ok || share(s) > share(widest)) {
			widest, ok = s, true
		}
	}
	return widest, ok
}
