package templates

import "strconv"

// DotPlot is a small quiet plot of points on lines, one line for each thing compared, with the pass mark
// dashed. It is drawn by the part "dot-plot"; the same figures stand in a table beside it.
type DotPlot struct {
	// Title is what a screen reader hears instead of the drawing.
	Title string
	// Low and High are the ends of the scale, Mark the pass mark; in points. Low is below High.
	Low, High, Mark float64
	// Rows are the lines from top to bottom; one row without a label is a strip.
	Rows []DotRow
}

// DotRow is one line of the plot: its label, the point itself, the range around it and lighter points.
type DotRow struct {
	Label string
	// Dots are lighter points, such as the totals of single judges or of one's other sheets.
	Dots []float64
	// Point is the main one, such as the mean; nil leaves it out.
	Point *float64
	// Kind colours the main point: "own" in lacquer, "good" in gold, "" in ink.
	Kind string
}

// The drawing's measures in its own units: a row's height, the room for the labels, the plot's width.
const (
	plotRow    = 28
	plotLabels = 220
	plotWidth  = 480
	plotPad    = 20
)

// Labelled reports whether the rows have labels that need room.
func (p DotPlot) Labelled() bool { return len(p.Rows) > 0 && p.Rows[0].Label != "" }

// Left is where the scale begins.
func (p DotPlot) Left() int {
	if p.Labelled() {
		return plotLabels
	}
	return plotPad
}

// Width is the whole width.
func (p DotPlot) Width() int { return p.Left() + plotWidth + plotPad }

// Height is the whole height, with the scale below.
func (p DotPlot) Height() int { return len(p.Rows)*plotRow + 34 }

// Bottom is where the scale lies.
func (p DotPlot) Bottom() int { return len(p.Rows)*plotRow + 8 }

// Right is where the scale ends.
func (p DotPlot) Right() int { return p.Left() + plotWidth }

// At is the place of a value on the scale; values outside stand at its end.
func (p DotPlot) At(value float64) string {
	share := (min(max(value, p.Low), p.High) - p.Low) / (p.High - p.Low)
	return strconv.FormatFloat(float64(p.Left())+share*plotWidth, 'f', 1, 64)
}

// Middle is the middle of a row, from 0.
func (DotPlot) Middle(row int) int { return row*plotRow + plotRow/2 }

// Text is where a row's label stands.
func (DotPlot) Text(row int) int { return row*plotRow + plotRow/2 + 5 }

// Short is a label that fits beside the plot; the whole one stands in the table.
func (DotPlot) Short(label string) string {
	const room = 26
	runes := []rune(label)
	if len(runes) <= room {
		return label
	}
	return string(runes[:room-1]) + "…"
}

// PlotTick is one number of the scale.
type PlotTick struct {
	X, Text string
}

// Ticks are the numbers of the scale, at most six, at round values.
func (p DotPlot) Ticks() []PlotTick {
	step := 1.0
	for _, s := range []float64{1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000} {
		step = s
		if (p.High-p.Low)/s <= 6 {
			break
		}
	}
	var ticks []PlotTick
	for v := float64(int(p.Low/step)) * step; v <= p.High; v += step {
		if v >= p.Low {
			ticks = append(ticks, PlotTick{p.At(v), strconv.FormatFloat(v, 'f', -1, 64)})
		}
	}
	return ticks
}
