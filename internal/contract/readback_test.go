package contract_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// How many certificates of a whole award are read back; the long proof reads all.
const (
	someReadBack = 30 // on SQLite
	fewReadBack  = 4  // on PostgreSQL
)

// readBack reads certificates as printers, scanners and archives will.
func (a *award) readBack(t *testing.T) {
	most := someReadBack
	switch {
	case os.Getenv("VINHDANH_PROOF") != "":
		most = len(a.register)
	case a.s.database != "":
		most = fewReadBack
	}
	// Any of them, in no order that issuing knows.
	certificates := slices.Clone(a.register)
	rand.Shuffle(len(certificates), func(i, j int) { certificates[i], certificates[j] = certificates[j], certificates[i] })
	certificates = certificates[:min(most, len(certificates))]
	dir := t.TempDir()
	together(t, 2, len(certificates), func(i int) error {
		c := certificates[i]
		a, err := a.s.public().do(http.MethodGet, "/certificates/"+c.Code+"/pdf", nil)
		if err == nil {
			err = a.is(http.StatusOK)
		}
		if err != nil {
			return err
		}
		sum := sha256.Sum256(a.body)
		if hex.EncodeToString(sum[:]) != c.SHA {
			return fmt.Errorf("%s: the file's hash is %x, pdf_sha256 %s", c.Code, sum, c.SHA)
		}
		if !bytes.Contains(a.body, []byte(c.Code)) && !bytes.Contains(a.body, []byte(strings.ToLower(strings.ReplaceAll(c.Code, "-", "")))) {
			return fmt.Errorf("%s does not stand uncompressed in its file", c.Code)
		}
		name := filepath.Join(dir, fmt.Sprintf("%d.pdf", i))
		if err := os.WriteFile(name, a.body, 0o600); err != nil {
			return err
		}
		return readFile(name, a.call, c)
	})
	t.Logf("%d certificates read back", len(certificates))
}

var (
	onePageLine = regexp.MustCompile(`(?m)^Pages:\s+1$`)
	sizeLine    = regexp.MustCompile(`(?m)^Page size:\s+841\.\d+ x 595\.\d+ pts`)
)

// readFile reads one certificate back with poppler, qpdf and zbar.
func readFile(name, call string, c certificate) error {
	text, err := tool("pdftotext", "-enc", "UTF-8", name, "-")
	if err != nil {
		return err
	}
	if !norm.NFC.IsNormalString(text) {
		return fmt.Errorf("%s: the text is not NFC", c.Code)
	}
	joined := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{c.Product, c.Producer, c.Number, c.Code, "1234/QĐ-UBND"} {
		if !strings.Contains(joined, strings.Join(strings.Fields(want), " ")) {
			return fmt.Errorf("%s: the page does not say %q but:\n%s", c.Code, want, text)
		}
	}
	info, err := tool("pdfinfo", name)
	if err != nil {
		return err
	}
	if !onePageLine.MatchString(info) || !sizeLine.MatchString(info) {
		return fmt.Errorf("%s: not one A4 landscape page:\n%s", c.Code, info)
	}
	if _, err := tool("qpdf", "--check", name); err != nil {
		return err
	}
	picture := strings.TrimSuffix(name, ".pdf")
	if _, err := tool("pdftoppm", "-r", "150", "-gray", "-singlefile", name, picture); err != nil {
		return err
	}
	scanned, err := tool("zbarimg", "-q", "--raw", "--nodbus", picture+".pgm")
	if err != nil {
		return err
	}
	return sameAddress(scanned, c)
}

func sameAddress(scanned string, c certificate) error {
	base, code, ok := strings.Cut(strings.TrimSuffix(scanned, "\n"), "/v/")
	if want := strings.ToLower(strings.ReplaceAll(c.Code, "-", "")); !ok || code != want || !strings.HasPrefix(base, "http://localhost:") {
		return fmt.Errorf("%s: the QR code says %q, want base URL/v/%s", c.Code, scanned, want)
	}
	return nil
}

// tool runs a program of the system and returns what it prints.
func tool(name string, arguments ...string) (string, error) {
	c := exec.CommandContext(context.Background(), name, arguments...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%s %v: %w (make deps installs what is missing)\n%s%s", name, arguments, err, stdout.String(), stderr.String())
	}
	return stdout.String(), nil
}

// verdict is the answer about a file.
type verdict struct {
	Verdict string
	Checks  []struct {
		Name   string
		OK     bool
		Detail string
	}
}

// judge uploads a file for verification.
func judge(t testing.TB, c *client, pdf []byte) verdict {
	t.Helper()
	return read[verdict](t, c.post(t, "/certificates/verify", file{"giay-chung-nhan.pdf", pdf, nil}).want(t, http.StatusOK))
}

// pdfOf downloads a certificate's file.
func pdfOf(t testing.TB, c *client, code string) []byte {
	t.Helper()
	return c.get(t, "/certificates/"+code+"/pdf").want(t, http.StatusOK).body
}

// verifyFiles uploads genuine, altered and foreign files.
func (a *award) verifyFiles(t *testing.T) {
	public := a.s.public()
	pdf := pdfOf(t, public, a.register[0].Code)
	v := judge(t, public, pdf)
	if v.Verdict != "genuine" || len(v.Checks) == 0 {
		t.Errorf("the issued file: %+v", v)
	}
	for name, at := range map[string]int{"middle": len(pdf) / 2, "near the end": len(pdf) - 40, "first page object": 1200} {
		flipped := bytes.Clone(pdf)
		flipped[at] ^= 1
		if bytes.Contains(pdf[max(0, at-40):at+40], []byte(a.register[0].Code)) {
			continue
		}
		if v := judge(t, public, flipped); v.Verdict != "altered" {
			t.Errorf("one byte flipped (%s): %+v, want altered", name, v)
		}
	}
	for name, changed := range map[string][]byte{"with a blank behind": append(bytes.Clone(pdf), ' '),
		"cut in half but for its information": cutKeeping(pdf, a.register[0].Code)} {
		if v := judge(t, public, changed); v.Verdict != "altered" {
			t.Errorf("%s: %+v, want altered", name, v)
		}
	}
	if v := judge(t, public, onePage("Giấy khác", "")); v.Verdict != "unknown" {
		t.Errorf("another PDF: %+v, want unknown", v)
	}
}

// cutKeeping drops the half of the file that does not hold the code, so that it no longer parses.
func cutKeeping(pdf []byte, code string) []byte {
	if at := bytes.Index(pdf, []byte(code)); at < len(pdf)/2 {
		return pdf[:max(len(pdf)/2, at+200)]
	}
	return pdf[len(pdf)/2:]
}

// withdraw revokes, suspends and re-issues.
func (a *award) withdraw(t *testing.T) {
	public := a.s.public()
	revoked, replaced, suspended := a.register[0], a.register[1], a.register[2]
	old := pdfOf(t, public, replaced.Code)
	at := func(c certificate, act string) string { return "/certificates/" + c.Code + "/" + act }
	a.desk.post(t, at(revoked, "revoke"), withdrawal("Hàng giả")).refused(t, http.StatusForbidden, "")
	a.head.post(t, at(revoked, "revoke"), object{"reason": "", "decision": object{"number": "", "date": today(0)},
		"effective_on": today(0)}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "reason")
	a.head.post(t, at(revoked, "revoke"), withdrawal("Cơ sở ngừng hoạt động")).done(t)
	got := read[certificate](t, public.get(t, "/certificates/"+revoked.Code).want(t, http.StatusOK))
	if got.Status != "revoked" || !strings.Contains(got.Reason, "Cơ sở ngừng hoạt động") {
		t.Errorf("revoked: status %q, reason %q", got.Status, got.Reason)
	}
	if v := judge(t, public, pdfOf(t, public, revoked.Code)); v.Verdict != "revoked" {
		t.Errorf("the file of a revoked certificate: %+v", v)
	}
	page := string(public.get(t, "!/v/"+revoked.Code).want(t, http.StatusOK).body)
	if !strings.Contains(page, "Cơ sở ngừng hoạt động") {
		t.Error("the page of a revoked certificate does not say why")
	}
	a.head.post(t, at(revoked, "revoke"), withdrawal("Lần hai")).refused(t, http.StatusConflict, "")
	a.reissue(t, replaced, old)
	a.head.post(t, at(suspended, "suspend"), withdrawal("Chờ xác minh")).done(t)
	if got := read[certificate](t, public.get(t, "/certificates/"+suspended.Code)); got.Status != "suspended" {
		t.Errorf("suspended: status %q", got.Status)
	}
}

// reissue replaces a certificate by a new one with another code.
func (a *award) reissue(t *testing.T, replaced certificate, old []byte) {
	t.Helper()
	public := a.s.public()
	j := read[job](t, a.head.post(t, "/certificates/"+replaced.Code+"/reissue", withdrawal("Sai địa chỉ")).want(t, http.StatusAccepted, http.StatusOK, http.StatusCreated))
	if j = a.await(t, j.ID); j.State != "done" {
		t.Fatalf("re-issuing ended as %+v", j)
	}
	if got := read[certificate](t, public.get(t, "/certificates/"+replaced.Code)); got.Status != "superseded" {
		t.Errorf("the replaced certificate is %q, want superseded", got.Status)
	}
	if v := judge(t, public, old); v.Verdict == "unknown" || v.Verdict == "altered" {
		t.Errorf("the file of a superseded certificate: %+v", v)
	}
	var successors []certificate
	for _, c := range all[certificate](t, a.head.client, a.path("/certificates")) {
		if c.Nomination == replaced.Nomination && c.Code != replaced.Code {
			successors = append(successors, c)
		}
	}
	if len(successors) != 1 || successors[0].Status != "valid" || successors[0].SHA == replaced.SHA {
		t.Fatalf("the successors are %+v, want one valid", successors)
	}
	if v := judge(t, public, pdfOf(t, public, successors[0].Code)); v.Verdict != "genuine" {
		t.Errorf("the file of the successor: %+v", v)
	}
}
