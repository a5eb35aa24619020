package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
)

// testOffline has the length of what the symbol for checking without a network holds.
var testOffline = strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)[:136]

// variant is one page to be tried.
type variant struct {
	s certificates.Statement
	o Options
}

var languages = []string{"", certificates.LanguageEN, certificates.LanguageBoth}

// variants are every design in every language with texts of every length, bare and with all that a page may carry.
func variants(t testing.TB) map[string]variant {
	t.Helper()
	seal := testSeal(t)
	all := samples(t)
	twelve := all["plain"]
	for i := range 12 {
		twelve.SetMembers = append(twelve.SetMembers, fmt.Sprintf("Tương nếp mẫu loại %d", i+1))
	}
	list := map[string]variant{}
	for _, design := range Designs() {
		for _, language := range languages {
			for name, s := range map[string]certificates.Statement{"plain": all["plain"], "short": all["short"], "long": all["200"], "set of 12": twelve} {
				s.Design, s.Language, s.EditionNameEN = design, language, "Selection of typical rural industrial products"
				list[strings.Join([]string{design, language, name}, "/")] = variant{s, Options{BaseURL: testBase}}
				s.Emblem, s.Seal = seal.sum, seal.sum
				list[strings.Join([]string{design, language, name, "full"}, "/")] = variant{s,
					Options{BaseURL: testBase, Offline: testOffline, Picture: seal.load}}
			}
		}
	}
	return list
}

func TestEveryLookSaysEverythingWithinItsFrame(t *testing.T) {
	r := renderer(t)
	for name, v := range variants(t) {
		if os.Getenv("VINHDANH_PROOF") == "" && !strings.HasSuffix(name, "full") && !strings.HasSuffix(name, "plain") {
			continue // the full page is the more crowded one
		}
		t.Run(name, func(t *testing.T) {
			out, err := r.Render(v.s, v.o)
			if err != nil {
				t.Fatal(err)
			}
			path := keep(t, out)
			text := textOf(t, path)
			if !norm.NFC.IsNormalString(text) {
				t.Error("the text is not in NFC")
			}
			want := append([]string{v.s.Number, v.s.Product, v.s.ProducerName, v.s.ProducerAddress, v.s.DecisionNumber, v.s.Code.String(),
				"binhchon.example.vn", wordsNation, wordsMotto, strings.ToUpper(v.s.Authority), v.s.Signer.Name, v.s.Prize}, v.s.SetMembers...)
			for _, w := range speeches(v.s) {
				title := w.title
				if lookOf(t, r, v.s.Design).mixed {
					title = w.mixedTitle
				}
				want = append(want, title, w.level(v.s), w.date(v.s.IssuedOn), w.date(v.s.ValidUntil))
			}
			if v.s.Language != "" {
				want = append(want, wordsNationEN, wordsMottoEN)
			}
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("the page does not say %q:\n%s", w, text)
				}
			}
			checkLookFrame(t, path, lookOf(t, r, v.s.Design).design)
		})
	}
}

// checkLookFrame makes sure that no line touches the ornament or lies upon another one.
func checkLookFrame(t *testing.T, path string, d *design) {
	t.Helper()
	boxes := lineBoxes(t, path)
	if len(boxes) < 14 {
		t.Fatalf("only %d lines found", len(boxes))
	}
	for i, a := range boxes {
		if a[0] < d.edge+d.band || a[1] < d.edge || a[2] > pageWidth-d.edge || a[3] > pageHeight-d.edge {
			t.Errorf("a line leaves the frame: %v", a)
		}
		for _, b := range boxes[:i] {
			across := min(a[2], b[2]) - max(a[0], b[0])
			down := min(a[3], b[3]) - max(a[1], b[1])
			if across > 1 && down > 0.4*min(a[3]-a[1], b[3]-b[1]) {
				t.Errorf("lines lie upon each other: %v and %v", a, b)
			}
		}
	}
}

// Both symbols keep their distance from frame, signature and each other in every design.
func TestSymbolsKeepTheirDistance(t *testing.T) {
	offline, err := newOfflineSymbol(testOffline)
	if err != nil {
		t.Fatal(err)
	}
	if module := offline.side() / float64(offline.modules); offline.side() < 30*mm-1e-9 || module < minModule {
		t.Errorf("the second symbol is %.1f mm wide, its modules %.2f mm", offline.side()/mm, module/mm)
	}
	q, err := newSymbol(testBase + "/v/7k3m9qxt2hdk")
	if err != nil {
		t.Fatal(err)
	}
	r, all := renderer(t), variants(t)
	for _, d := range designs() {
		v := all[d.name+"//plain/full"]
		out, err := r.Render(v.s, v.o)
		if err != nil {
			t.Fatal(err)
		}
		figures := figureBoxes(t, out)
		if len(figures) != 4 { // emblem, seal, the two symbols
			t.Fatalf("%s: figures at %v", d.name, figures)
		}
		seal, first, second, room := figures[1], figures[2], figures[3], SignatureRoom(d.name)
		for what, gap := range map[string]float64{
			"the ornament": first[0] + q.quiet() - max(d.edge, d.band), "the other symbol": second[0] + offline.quiet() - (first[2] - q.quiet()),
			"the signature": room.Left - (second[2] - offline.quiet()), "the seal": seal[0] - (second[2] - offline.quiet()),
		} {
			if gap < 8*mm-0.01 {
				t.Errorf("%s: %.1f mm to %s", d.name, gap/mm, what)
			}
		}
	}
}

var figureBox = regexp.MustCompile(`/S /Figure [^\n]*/BBox \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]`)

// figureBoxes are left, bottom, right and top of the figures of a page, as they were drawn.
func figureBoxes(t *testing.T, file []byte) (list []box) {
	t.Helper()
	for _, m := range figureBox.FindAllSubmatch(file, -1) {
		var b box
		for i := range b {
			b[i], _ = strconv.ParseFloat(string(m[i+1]), 64)
		}
		list = append(list, b)
	}
	return list
}

func TestSymbolsOfEveryLookScan(t *testing.T) {
	r, all := renderer(t), variants(t)
	for _, design := range Designs() {
		for _, dpi := range []string{"96", "150", "200", "300"} {
			v := all[design+"/vi-en/plain/full"]
			out, err := r.Render(v.s, v.o)
			if err != nil {
				t.Fatal(err)
			}
			read := strings.Split(scan(t, keep(t, out), dpi), "\n")
			for _, want := range []string{testBase + "/v/7k3m9qxt2hdk", testOffline} {
				if !slices.Contains(read, want) {
					t.Errorf("%s at %s dpi: %q is not read, but %q", design, dpi, want, read)
				}
			}
		}
	}
}

func TestLooksAreSmallSoundAndAlwaysTheSame(t *testing.T) {
	all, other := variants(t), renderer(t)
	for _, design := range Designs() {
		v := all[design+"/vi-en/set of 12/full"]
		a, errA := renderer(t).Render(v.s, v.o)
		b, errB := other.Render(v.s, v.o)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Fatalf("%s: %d and %d bytes, or they differ (%v, %v)", design, len(a), len(b), errA, errB)
		}
		if len(a) > 170<<10 {
			t.Errorf("%s takes %d kB before it is signed", design, len(a)>>10)
		}
		if out := tool(t, "qpdf", "--check", keep(t, a)); strings.Contains(strings.ToUpper(out), "WARNING") {
			t.Errorf("%s: qpdf warns: %s", design, out)
		}
		if bytes.Contains(a, []byte("/SMask")) || bytes.Count(a, []byte("/ColorSpace /DeviceRGB")) != 2 {
			t.Errorf("%s: pictures are not two of plain RGB", design)
		}
		page := tool(t, "pdfinfo", "-struct-text", keep(t, a))
		for _, want := range []string{"Figure", "Figure", "Figure", "Figure"} {
			_, rest, ok := strings.Cut(page, want)
			if page = rest; !ok {
				t.Errorf("%s: fewer than four figures are spoken", design)
				break
			}
		}
	}
}

func TestTwinOfALookIsPDFA(t *testing.T) {
	v := variants(t)["modern-1/vi-en/plain/full"]
	checkTwinOf(t, renderer(t), v.s, v.o)
}

func TestProofTwinOfEveryLookIsPDFA(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: make proof")
	}
	r := renderer(t)
	for name, v := range variants(t) {
		if strings.Contains(name, "plain") {
			t.Run(name, func(t *testing.T) { checkTwinOf(t, r, v.s, v.o) })
		}
	}
}

func TestUnknownDesignIsRefused(t *testing.T) {
	s := sample(t)
	s.Design = "rococo-9"
	if err := renderer(t).Check(s, Options{BaseURL: testBase}); !saysField(err, "design", "unknown_value") {
		t.Errorf("Check = %v", err)
	}
}

// A specimen proves nothing: no code, no symbol that leads anywhere, words across it.
func TestSpecimenProvesNothing(t *testing.T) {
	r := renderer(t)
	for _, design := range Designs() {
		s := sample(t)
		s.Design, s.Code = design, certificates.Code{}
		out, err := r.Render(s, Options{BaseURL: testBase, Offline: testOffline, Specimen: true})
		if err != nil {
			t.Fatal(err)
		}
		path := keep(t, out)
		picture := filepath.Join(t.TempDir(), "page")
		tool(t, "pdftoppm", "-r", "150", "-gray", "-singlefile", path, picture)
		if read := readSymbols(t, picture+".pgm"); read != "" {
			t.Errorf("%s: a symbol reads %q", design, read)
		}
		text := tool(t, "pdftotext", "-raw", path, "-")
		if !strings.Contains(text, noCode) || strings.Contains(text, "0000-0000-0000") || !strings.Contains(text, "SPECIMEN") {
			t.Errorf("%s says:\n%s", design, text)
		}
		if codes := certificates.FindCodes(out); len(codes) > 0 {
			t.Errorf("%s carries %v", design, codes)
		}
	}
}

// Pages of several designs stand in one file to print, each as its own file shows it, pictures and all.
func TestBoundPagesOfEveryLook(t *testing.T) {
	r, all := renderer(t), variants(t)
	var files [][]byte
	for _, design := range Designs() {
		v := all[design+"/vi-en/short/full"]
		file, err := r.Render(v.s, v.o)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	var out bytes.Buffer
	bind(t, &out, files)
	path := keep(t, out.Bytes())
	tool(t, "qpdf", "--check", path)
	for i, f := range files {
		if !bytes.Equal(drawn(t, keep(t, f), 1), drawn(t, path, i+1)) {
			t.Errorf("the page of %s looks different from its own file", Designs()[i])
		}
	}
}

// A signed certificate with two pictures and two symbols stays below what a mail or a phone minds.
func TestSignedLookStaysSmall(t *testing.T) {
	v := variants(t)["provincial-1/vi-en/set of 12/full"]
	file, err := renderer(t).Render(v.s, v.o)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := pades.Signer{Key: testKey(t)}.Sign(t.Context(), file, pades.Claim{Name: "Mẫu"})
	if err != nil {
		t.Fatal(err)
	}
	if len(signed) > 180_000 {
		t.Errorf("%d bytes signed, at most 180,000", len(signed))
	}
	t.Logf("%d bytes, signed %d", len(file), len(signed))
}
