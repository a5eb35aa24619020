package pdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"vinhdanh/certificates"
)

// plain draws the same page as a program would that knows gofpdf alone: five fonts loaded, the ornament and every text set
// by its calls, for each certificate anew.
type plain struct {
	faces []*face
	calls []func(*gofpdf.Fpdf)
}

// plainly reads the content streams of a page and gives gofpdf's call for each of their operators.
func plainly(t testing.TB, r *Renderer, s certificates.Statement) plain {
	t.Helper()
	p, err := r.compose(s, Options{BaseURL: testBase}, encoders{newSymbol, newOfflineSymbol})
	if err != nil {
		t.Fatal(err)
	}
	var ornament canvas
	provincial().ornament(&ornament)
	out := plain{faces: p.faces}
	var numbers []float64
	var ready []string
	for word := range strings.FieldsSeq(ornament.buf.String() + string(p.content)) {
		switch x, err := strconv.ParseFloat(word, 64); {
		case err == nil:
			numbers = append(numbers, x)
		case strings.ContainsAny(word[:1], "/<") || strings.HasSuffix(word, ">>"):
			ready = append(ready, word)
		default:
			if call := plainCall(t, word, numbers, ready); call != nil {
				out.calls = append(out.calls, call)
			}
			if word != "Tf" && word != "Td" && word != "BT" && word != "re" { // what follows needs these
				numbers, ready = nil, nil
			}
		}
	}
	return out
}

// plainCall is one operator as a call; nil for those that only prepare or tag.
func plainCall(t testing.TB, operator string, n []float64, words []string) func(*gofpdf.Fpdf) {
	t.Helper()
	n = slices.Clone(n)
	level := func(x float64) int { return int(x*255 + 0.5) }
	up := func(y float64) float64 { return pageHeight - y }
	how := map[string]string{"f": "F", "S": "D"}[operator]
	switch operator {
	case "q":
		return func(f *gofpdf.Fpdf) { f.TransformBegin() }
	case "Q":
		return func(f *gofpdf.Fpdf) { f.TransformEnd() }
	case "cm":
		return func(f *gofpdf.Fpdf) {
			f.Transform(gofpdf.TransformMatrix{A: n[0], B: n[1], C: n[2], D: n[3], E: n[4], F: n[5]})
		}
	case "rg":
		return func(f *gofpdf.Fpdf) {
			f.SetFillColor(level(n[0]), level(n[1]), level(n[2]))
			f.SetTextColor(level(n[0]), level(n[1]), level(n[2]))
		}
	case "RG":
		return func(f *gofpdf.Fpdf) { f.SetDrawColor(level(n[0]), level(n[1]), level(n[2])) }
	case "w":
		return func(f *gofpdf.Fpdf) { f.SetLineWidth(n[0]) }
	case "m":
		return func(f *gofpdf.Fpdf) { f.MoveTo(n[0], up(n[1])) }
	case "l":
		return func(f *gofpdf.Fpdf) { f.LineTo(n[0], up(n[1])) }
	case "c":
		return func(f *gofpdf.Fpdf) {
			f.CurveBezierCubicTo(n[0], up(n[1]), n[2], up(n[3]), n[4], up(n[5]))
		}
	case "h":
		return func(f *gofpdf.Fpdf) { f.ClosePath() }
	case "f", "S":
		if len(n) >= 4 { // rectangles, one or many
			return func(f *gofpdf.Fpdf) {
				for r := range slices.Chunk(n, 4) {
					f.Rect(r[0], up(r[1]+r[3]), r[2], r[3], how)
				}
			}
		}
		return func(f *gofpdf.Fpdf) { f.DrawPath(how) }
	case "Tj":
		face, text := words[len(words)-2][1:], fromHex(t, words[len(words)-1])
		return func(f *gofpdf.Fpdf) {
			f.SetFont(face, "", n[0])
			f.Text(n[1], up(n[2]), text)
		}
	case "BT", "Tf", "Td", "re", "ET", "BDC", "BMC", "EMC":
		return nil
	}
	t.Fatalf("the page has an operator %q that this test cannot say in gofpdf", operator)
	return nil
}

func fromHex(t testing.TB, word string) string {
	t.Helper()
	raw, err := hex.DecodeString(strings.Trim(word, "<>"))
	if err != nil {
		t.Fatal(err)
	}
	var units []uint16
	for pair := range slices.Chunk(raw, 2) {
		units = append(units, uint16(pair[0])<<8|uint16(pair[1]))
	}
	return string(utf16.Decode(units))
}

// draw makes the file.
func (p plain) draw() ([]byte, error) {
	doc := gofpdf.New("L", "pt", "A4", "")
	doc.SetCatalogSort(true)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPage()
	for _, f := range p.faces {
		doc.AddUTF8FontFromBytes(f.key, "", slices.Clone(f.data))
	}
	for _, call := range p.calls {
		call(doc)
	}
	var out bytes.Buffer
	err := doc.Output(&out)
	return out.Bytes(), err
}

// The page that is stamped looks like the one that gofpdf draws: the same pixels but for the rounding of its numbers.
func TestStampedPageLooksAsGofpdfDrawsIt(t *testing.T) {
	r := renderer(t)
	for name, s := range map[string]certificates.Statement{"short": sample(t), "a set": setOf(t, 12)} {
		t.Run(name, func(t *testing.T) {
			drawn, err := plainly(t, r, s).draw()
			if err != nil {
				t.Fatal(err)
			}
			one, other := pixels(t, render(t, r, s)), pixels(t, keep(t, drawn))
			if len(one) != len(other) || len(one) == 0 {
				t.Fatalf("%d and %d pixels", len(one), len(other))
			}
			if worst := farthest(one, other); worst > 40 {
				t.Errorf("a square of the two pages differs by %.0f of 255", worst)
			} else {
				t.Logf("no square differs by more than %.1f of 255", worst)
			}
			changed := s
			changed.Product += "."
			if worst := farthest(one, pixels(t, render(t, r, changed))); worst <= 40 {
				t.Errorf("one more dot makes no difference: %.0f", worst)
			}
		})
	}
}

// farthest is the greatest difference of the mean grey of two pages in any square of eight pixels: where a letter stands
// between pixels is drawn by rounding, and evens out there.
func farthest(one, other []byte) float64 {
	const side, width = 8, 1404
	worst := 0
	for y := 0; y+side <= len(one)/width; y += side / 2 {
		for x := 0; x+side <= width; x += side / 2 {
			sum := 0
			for dy := range side {
				for dx := range side {
					at := (y+dy)*width + x + dx
					sum += int(one[at]) - int(other[at])
				}
			}
			worst = max(worst, sum, -sum)
		}
	}
	return float64(worst) / (side * side)
}

// setOf is the sample as a set of so many members.
func setOf(t testing.TB, members int) certificates.Statement {
	t.Helper()
	s := sample(t)
	for n := range members {
		s.SetMembers = append(s.SetMembers, fmt.Sprintf("Món thứ %d của bộ", n+1))
	}
	return s
}

// pixels are the grey levels of a page at 120 dpi.
func pixels(t testing.TB, path string) []byte {
	t.Helper()
	picture := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-r", "120", "-gray", "-singlefile", path, picture)
	data, err := os.ReadFile(picture + ".pgm")
	if err != nil {
		t.Fatal(err)
	}
	var width, height int
	if _, err := fmt.Sscanf(string(data[:20]), "P5\n%d %d\n255\n", &width, &height); err != nil {
		t.Fatal(err)
	}
	return data[len(data)-width*height:]
}

// BenchmarkRenderPlain is what BenchmarkRender is held against.
func BenchmarkRenderPlain(b *testing.B) {
	p := plainly(b, renderer(b), sample(b))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.draw(); err != nil {
			b.Fatal(err)
		}
	}
}
