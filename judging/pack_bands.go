package judging

import (
	"fmt"

	"vinhdanh/internal/fault"
)

// maxBands is the most score bands of one criterion.
const maxBands = 12

// Band is a stretch of a leaf's marks with what it stands for: From and To belong to it. The bands of a leaf hold each of
// its possible marks once; they guide judges and decide nothing.
type Band struct {
	From Points `json:"from"`
	To   Points `json:"to"`
	Name Name   `json:"name"`
	Text *Name  `json:"text,omitempty"`
}

func (r *packReader) band(path string, v any) (b Band) {
	r.object(path, v, []string{"from", "to", "name"}, visit{
		"from": func(path string, v any) { b.From = r.points(path, v) },
		"to":   func(path string, v any) { b.To = r.points(path, v) },
		"name": func(path string, v any) { b.Name = r.name(path, v) },
		"text": func(path string, v any) {
			text := r.texts(path, v, maxGuideLength)
			b.Text = &text
		},
	})
	return b
}

// checkBands wants the bands of a leaf in ascending order from 0 to its maximum, each beginning a step after the one before.
func checkBands(c Criterion, step Points, path string, faults *fault.Fields) {
	if len(c.Bands) == 0 || step <= 0 || c.Max <= 0 {
		return
	}
	if len(c.Children) > 0 {
		faults.Add(path+".bands", "bands_of_a_sum")
		return
	}
	next := Points(0)
	for i, b := range c.Bands {
		here := fmt.Sprintf("%s.bands[%d]", path, i)
		switch {
		case b.From%step != 0:
			faults.Add(here+".from", "off_step", "step", step.String())
		case b.From != next:
			faults.Add(here+".from", "band_start", "want", next.String())
		}
		switch {
		case b.To%step != 0:
			faults.Add(here+".to", "off_step", "step", step.String())
		case b.To < b.From:
			faults.Add(here+".to", "band_reversed", "from", b.From.String())
		case i == len(c.Bands)-1 && b.To != c.Max:
			faults.Add(here+".to", "band_end", "max", c.Max.String())
		}
		next = b.To + step
	}
}
