package templates_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pdf"
	"vinhdanh/templates"
)

const offlineVectors = "../certificates/testdata/offline.json"

// TestOfflineCheckInABrowser checks genuine, changed, revoked and too old second symbols on the page, also with the network cut.
func TestOfflineCheckInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("opens Chromium; -short was given")
	}
	needBrowser(t)
	out, err := run(t, ".", "node", "browser/offline_check.mjs", preview(t), offlineVectors, photoOfSymbols(t))
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Log(out)
}

// photoOfSymbols is a picture of a whole certificate, with both of its symbols.
func photoOfSymbols(t *testing.T) string {
	t.Helper()
	file, err := os.ReadFile(offlineVectors)
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct{ Cases []struct{ Text string } }
	if err := json.Unmarshal(file, &vectors); err != nil || len(vectors.Cases) == 0 {
		t.Fatalf("vectors: %v", err)
	}
	fonts, err := fs.Sub(templates.Assets(), "fonts")
	if err != nil {
		t.Fatal(err)
	}
	r, err := pdf.New(fonts)
	if err != nil {
		t.Fatal(err)
	}
	code, err := certificates.ParseCode("7K3M-9QXT-2HDK")
	if err != nil {
		t.Fatal(err)
	}
	page, err := r.Render(certificates.Statement{
		Code: code, Number: "01/2026/GCN", Product: "Tương nếp mẫu", ProducerName: "Cơ sở mẫu", ProducerAddress: "xã Tân Hưng",
		LevelCode: "province", LevelTitle: certificates.Text{VI: "Sản phẩm tiêu biểu cấp tỉnh"}, EditionName: "Bình chọn mẫu", EditionNumber: 1,
		EditionYear: 2026, Province: "Hưng Yên", DecisionNumber: "1234/QĐ-UBND", DecisionDate: "2026-11-10", Authority: "UBND tỉnh mẫu",
		Signer: certificates.Signer{Name: "Nguyễn Văn Mẫu", Title: "Chủ tịch"}, Place: "Hưng Yên", IssuedOn: "2026-11-15",
		ValidUntil: "2029-12-31", Design: pdf.Design, OfflineKey: 1,
	}, pdf.Options{BaseURL: "https://vinhdanh.example.vn", Offline: vectors.Cases[0].Text})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "certificate")
	if err := os.WriteFile(name+".pdf", page, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, ".", "pdftoppm", "-r", "110", "-png", "-singlefile", name+".pdf", name); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return name + ".png"
}
