package templates

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

func TestDeadlineTone(t *testing.T) {
	now := time.Date(2027, 3, 5, 3, 32, 0, 0, time.UTC)
	const day = 24 * time.Hour
	for _, tt := range []struct {
		left       time.Duration
		tone, text string
	}{
		{8 * day, "", "8 0 0"}, {7*day + time.Second, "", "7 0 0"}, {7 * day, "soon", "7 0 0"}, {3*day + time.Second, "soon", "3 0 0"},
		{3 * day, "near", "3 0 0"}, {day + time.Minute, "near", "1 0 1"}, {day, "last", "1 0 0"}, {90 * time.Minute, "last", "0 1 30"},
		{0, "last", "0 0 0"}, {-time.Second, "over", "0 0 0"},
	} {
		d := Deadline{Until: now.Add(tt.left), Now: now}
		if text := fmt.Sprint(d.Days(), d.Hours(), d.Minutes()); d.Tone() != tt.tone || text != tt.text {
			t.Errorf("%s before: %q %s, want %q %s", tt.left, d.Tone(), text, tt.tone, tt.text)
		}
	}
	if (Deadline{Now: now}).Known() || (Deadline{Now: now}).Over() {
		t.Error("no deadline counts as one")
	}
}

// TestMeanPlotShowsEveryDot: no dot hides another, all stand between the ends of the scale and inside the drawing.
func TestMeanPlotShowsEveryDot(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var dots []MeanDot
		for range 1 + random.IntN(80) {
			dots = append(dots, MeanDot{Mean: strconv.FormatFloat(55+random.Float64()*45, 'f', 2, 64)})
		}
		p := NewMeanPlot("x", "70", 100, dots)
		placed := p.Placed()
		if len(placed) != len(dots) {
			t.Fatalf("%d of %d dots", len(placed), len(dots))
		}
		for i, a := range placed {
			x, y := number(a.X), number(a.Y)
			if x < float64(p.Left()) || x > float64(p.Right()) || y < meanHead/2 || y > float64(p.Bottom()) {
				t.Errorf("a dot at %s, %s is outside", a.X, a.Y)
			}
			for _, b := range placed[:i] {
				if math.Hypot(x-number(b.X), y-number(b.Y)) < meanDot-0.2 {
					t.Errorf("dots at %s, %s and %s, %s touch", a.X, a.Y, b.X, b.Y)
				}
			}
		}
	}
	empty := NewMeanPlot("x", "70", 100, nil)
	if empty.Low >= empty.High || len(empty.Ticks()) < 2 {
		t.Errorf("an empty plot has the scale %v to %v", empty.Low, empty.High)
	}
}
