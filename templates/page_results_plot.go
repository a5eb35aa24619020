package templates

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// MeanPlot shows the means of one product group as dots over a scale of points, equal ones above each other,
// with the pass mark dashed. The same figures stand in the table below it.
type MeanPlot struct {
	// Title is what a screen reader hears instead of the drawing.
	Title string
	// Low and High are the ends of the scale; Mark is the pass mark and MarkText how it is written.
	Low, High, Mark float64
	MarkText        string
	Dots            []MeanDot
}

// MeanDot is one entry: Mean is a decimal string with a point, Kind is "recognised", "passed" or "".
type MeanDot struct {
	Label, Mean, Kind string
}

// PlacedDot is a dot with its place in the drawing.
type PlacedDot struct {
	MeanDot
	X, Y string
}

// The measures of the drawing, in its own units: one is a CSS pixel on a phone of 360.
const (
	meanWidth = 320
	meanPad   = 14
	meanDot   = 13 // a dot with the air around it
	meanHead  = 20
	meanFoot  = 24
)

// NewMeanPlot chooses the scale: whole tens that hold every mean and the mark, and the top of the sheet at most.
func NewMeanPlot(title, mark string, top float64, dots []MeanDot) MeanPlot {
	p := MeanPlot{Title: title, Mark: number(mark), MarkText: mark, Dots: dots}
	p.Low, p.High = p.Mark, p.Mark
	for _, d := range dots {
		p.Low, p.High = min(p.Low, number(d.Mean)), max(p.High, number(d.Mean))
	}
	p.Low, p.High = math.Floor((p.Low-1)/10)*10, math.Ceil((p.High+1)/10)*10
	p.Low, p.High = max(p.Low, 0), max(min(p.High, top), p.Low+10)
	return p
}

func number(decimal string) float64 {
	n, err := strconv.ParseFloat(decimal, 64)
	if err != nil {
		return 0
	}
	return n
}

// Width is the drawing's width.
func (MeanPlot) Width() int { return meanWidth }

// Left is where the scale begins.
func (MeanPlot) Left() int { return meanPad }

// Right is where the scale ends.
func (MeanPlot) Right() int { return meanWidth - meanPad }

// Bottom is where the scale lies; the drawing is as high as its highest stack of dots.
func (p MeanPlot) Bottom() int {
	levels := 2
	for _, l := range p.levels() {
		levels = max(levels, l.level+1)
	}
	return meanHead + levels*meanDot + 4
}

// Height is the drawing's height.
func (p MeanPlot) Height() int { return p.Bottom() + meanFoot }

// MarkX is where the pass mark stands.
func (p MeanPlot) MarkX() string { return units(p.at(p.Mark)) }

// MarkAnchor keeps the words of the pass mark inside the drawing.
func (p MeanPlot) MarkAnchor() string {
	switch x := p.at(p.Mark); {
	case x > meanWidth-50:
		return "end"
	case x < 50:
		return "start"
	}
	return "middle"
}

func (p MeanPlot) at(value float64) float64 {
	share := (min(max(value, p.Low), p.High) - p.Low) / (p.High - p.Low)
	return meanPad + share*(meanWidth-2*meanPad)
}

func units(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// level is how high a dot is stacked, from 0.
type level struct {
	dot   MeanDot
	x     float64
	level int
}

// levels stacks the dots from left to right, each on the lowest level where it touches no other.
func (p MeanPlot) levels() []level {
	list := make([]level, len(p.Dots))
	for i, d := range p.Dots {
		list[i] = level{dot: d, x: p.at(number(d.Mean))}
	}
	slices.SortStableFunc(list, func(a, b level) int { return cmp.Compare(a.x, b.x) })
	var ends []float64 // of each level, the last dot's place
	for i := range list {
		l := 0
		for l < len(ends) && list[i].x-ends[l] < meanDot {
			l++
		}
		if l == len(ends) {
			ends = append(ends, 0)
		}
		ends[l], list[i].level = list[i].x, l
	}
	return list
}

// Placed are the dots with their places.
func (p MeanPlot) Placed() []PlacedDot {
	bottom := p.Bottom()
	list := make([]PlacedDot, 0, len(p.Dots))
	for _, l := range p.levels() {
		list = append(list, PlacedDot{l.dot, units(l.x), strconv.Itoa(bottom - 8 - l.level*meanDot)})
	}
	return list
}

// Ticks are the numbers of the scale.
func (p MeanPlot) Ticks() []PlotTick {
	step := 10.0
	if p.High-p.Low <= 20 {
		step = 5
	}
	var ticks []PlotTick
	for v := p.Low; v <= p.High; v += step {
		ticks = append(ticks, PlotTick{units(p.at(v)), strconv.FormatFloat(v, 'f', -1, 64)})
	}
	return ticks
}
