package pdf

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vinhdanh/certificates"
)

func TestQRReadsAtEveryResolution(t *testing.T) {
	r := renderer(t)
	for _, base := range []string{testBase, "http://localhost:8080", "https://binhchon.congthuong.hungyen.example.gov.vn/giai-thuong"} {
		out, err := r.Render(sample(t), Options{BaseURL: base})
		if err != nil {
			t.Fatal(err)
		}
		path := keep(t, out)
		for _, dpi := range []string{"96", "150", "200", "300"} {
			if got, want := scan(t, path, dpi), base+"/v/7k3m9qxt2hdk"; got != want {
				t.Errorf("at %s dpi the symbol reads %q, want %q", dpi, got, want)
			}
		}
	}
}

func TestRandomCodesScan(t *testing.T) { scanRandomCodes(t, 10) }

// TestProofRandomCodesScan scans two hundred codes, times the size of the proof, without a miss.
func TestProofRandomCodesScan(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("a long proof: run make proof")
	}
	scanRandomCodes(t, 200*size)
}

func scanRandomCodes(t *testing.T, codes int) {
	t.Helper()
	r, s := renderer(t), sample(t)
	for range codes {
		var err error
		if s.Code, err = certificates.NewCode(rand.Reader); err != nil {
			t.Fatal(err)
		}
		if got, want := scan(t, render(t, r, s), "150"), testBase+"/v/"+s.Code.Lower(); got != want {
			t.Errorf("the symbol of %s reads %q", s.Code, got)
		}
	}
}

// scan prints the page and reads its symbol as a phone does.
func scan(t *testing.T, path, dpi string) string {
	t.Helper()
	picture := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-r", dpi, "-gray", "-singlefile", path, picture)
	return strings.TrimSpace(tool(t, "zbarimg", "-q", "--raw", "--nodbus", picture+".pgm"))
}

// readSymbols is what is read from a picture, "" when there is no symbol in it.
func readSymbols(t *testing.T, picture string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", "--nodbus", picture).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || exit.ExitCode() != 4) { // 4: nothing found
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestQuietZoneIsPureWhite(t *testing.T) {
	const dpi = 254 // ten dots a millimetre
	path := render(t, renderer(t), sample(t))
	picture := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", "-singlefile", path, picture)
	data, err := os.ReadFile(picture + ".pgm")
	if err != nil {
		t.Fatal(err)
	}
	var width, height int
	if _, err := fmt.Sscanf(string(data[:20]), "P5\n%d %d\n255\n", &width, &height); err != nil {
		t.Fatal(err)
	}
	pixels := data[len(data)-width*height:]
	at := func(x, y float64) byte { // points from the lower left corner
		return pixels[int((pageHeight-y)*dpi/72)*width+int(x*dpi/72)]
	}
	q, err := newSymbol(testBase + "/v/7k3m9qxt2hdk")
	if err != nil {
		t.Fatal(err)
	}
	left, bottom, whole := provincial().symbolLeft, provincial().footBottom-2, q.side()+2*q.quiet()
	for along := 1.0; along < whole-1; along += 0.3 {
		for into := 1.0; into < q.quiet()-0.7; into += 0.5 {
			for _, p := range [][2]float64{{along, into}, {along, whole - into}, {into, along}, {whole - into, along}} {
				if v := at(left+p[0], bottom+p[1]); v != 0xFF {
					t.Fatalf("%v points into the quiet zone the paper is %d, not white", p, v)
				}
			}
		}
	}
	if finder := at(left+q.quiet()+1, bottom+whole-q.quiet()-1); finder != 0 {
		t.Errorf("the corner of the symbol is %d, not black", finder)
	}
}

func TestModulesStayLargeEnough(t *testing.T) {
	for n := 1; n < 150; n += 7 {
		s, err := newSymbol("https://" + strings.Repeat("x", n) + ".vn/v/7k3m9qxt2hdk")
		if err != nil {
			if n < 120 {
				t.Errorf("a host of %d letters is refused: %v", n, err)
			}
			continue
		}
		module := s.side() / float64(s.modules)
		if module < 0.6*mm-1e-9 || s.side() < 25*mm || s.quiet() < 4*module-1e-9 {
			t.Errorf("%d letters: modules of %.2f mm in a symbol of %.1f mm", n, module/mm, s.side()/mm)
		}
		// Eight millimetres to the frame and to the column of the signature.
		if left := provincial().symbolLeft + s.quiet() - innerEdge; left < 8*mm {
			t.Errorf("%d letters: %.1f mm to the frame", n, left/mm)
		}
		if right := provincial().signature.x - columnWidth/2 - (provincial().symbolLeft + s.quiet() + s.side()); right < 8*mm {
			t.Errorf("%d letters: %.1f mm to the signature", n, right/mm)
		}
	}
}

func TestSymbolDecodesWhatIsDrawnNotWhatWasMeant(t *testing.T) {
	s, err := newSymbol(testBase + "/v/7k3m9qxt2hdk")
	if err != nil {
		t.Fatal(err)
	}
	s.runs = s.runs[:len(s.runs)/2]
	if got, err := s.decode(); err == nil {
		t.Errorf("half a symbol reads %q", got)
	}
}

// A quarter of the code words may be lost: level Q, written into the format bits.
func TestErrorCorrectionIsQ(t *testing.T) {
	s, err := newSymbol(testBase + "/v/7k3m9qxt2hdk")
	if err != nil {
		t.Fatal(err)
	}
	if s.modules != 33 {
		t.Errorf("%d modules, want the 33 of version 4", s.modules)
	}
	dark := map[[2]int]bool{}
	for _, r := range s.runs {
		for x := range r.length {
			dark[[2]int{r.x + x, r.y}] = true
		}
	}
	// ISO/IEC 18004, 7.9: the first two format bits stand at row 8, columns 0 and 1, masked with 10.
	level := bytes.Buffer{}
	for x, mask := range []bool{true, false} {
		bit := 0
		if dark[[2]int{x, 8}] != mask {
			bit = 1
		}
		fmt.Fprint(&level, bit)
	}
	if level.String() != "11" {
		t.Errorf("format bits %s, want 11 (Q)", level.String())
	}
}

// TestEverySymbolReadsBack: a symbol that its own decoder cannot read stops a certificate for no reason. A detector for
// photographs does not find the first two, and one in some thousands.
func TestEverySymbolReadsBack(t *testing.T) {
	addresses := []string{"http://localhost:8080/v/vk1vn3tcda0t", "https://binhchon.example.vn/v/q7e36vxb8887"}
	for range 200 {
		code, err := certificates.NewCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		addresses = append(addresses, "https://binhchon.example.vn/v/"+code.Lower(), "http://localhost:8080/v/"+code.Lower())
	}
	for _, address := range addresses {
		if _, err := newSymbol(address); err != nil {
			t.Fatal(err)
		}
	}
}
