package templates

import "strconv"

// CouncilHead is what stands above every page of the council about one edition: its name and state and the
// pages that the reader may open.
type CouncilHead struct {
	Edition EditionLine
	Tabs    []Link
	// Auditor is set for somebody who reads everything after the close and writes nothing.
	Auditor bool
}

// RowPlot is a drawing within a row of a table: a point, the range around it and lighter points on one line.
// The figures stand in the same row, so that it is hidden from screen readers.
type RowPlot struct {
	// Low and High are the ends of the scale; Low is below High.
	Low, High float64
	// Mark is a dashed line across, such as the pass mark or nought; Point, From and To are left out when nil.
	Mark, Point, From, To *float64
	Dots                  []float64
	// Kind colours the point: "good", "bad" or "" for ink.
	Kind string
}

// The drawing's width in its own units and the room at its ends.
const (
	rowPlotWidth = 240
	rowPlotPad   = 8
)

// At is the place of a value on the scale; values outside stand at its end.
func (p RowPlot) At(value float64) string {
	share := (min(max(value, p.Low), p.High) - p.Low) / (p.High - p.Low)
	return strconv.FormatFloat(rowPlotPad+share*(rowPlotWidth-2*rowPlotPad), 'f', 1, 64)
}

// Span is how wide the range is drawn, at least as wide as a dot.
func (p RowPlot) Span() string {
	if p.From == nil || p.To == nil {
		return "0"
	}
	share := (min(max(*p.To, p.Low), p.High) - min(max(*p.From, p.Low), p.High)) / (p.High - p.Low)
	return strconv.FormatFloat(max(4, share*(rowPlotWidth-2*rowPlotPad)), 'f', 1, 64)
}
