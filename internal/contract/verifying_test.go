package contract_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestVerifyingInABrowser looks certificates up as anybody may: typed, scanned and by their files, with and without
// scripts. templates/browser/verification.mjs demands that no page asks another host, keeps a cookie or may be kept.
func TestVerifyingInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("opens Chromium; -short was given")
	}
	t.Parallel()
	s := serve(t, "")
	o := open(t, s, s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator"), "hoi-thi", plain("50", "1"))
	ids := o.upToScoring(t, 1, "Gốm Hương Canh", "Mật ong Tam Đảo")
	o.score(t, func(int, string) map[string]string { return map[string]string{"1": "50", "2": "30"} })
	o.upToDeliberation(t)
	o.recognise(t, ids...)
	register := o.issue(t)
	valid, revoked := register[0], register[1]
	o.head.post(t, "/certificates/"+revoked.Code+"/revoke", withdrawal("Cơ sở ngừng hoạt động")).done(t)
	genuine := pdfOf(t, s.public(), valid.Code)
	folder := t.TempDir()
	files := map[string]string{}
	for name, data := range map[string][]byte{
		"genuine": genuine, "flipped": flipped(genuine), "withdrawn": pdfOf(t, s.public(), revoked.Code),
		"stranger": onePage("Giay chung nhan "+unissued(valid.Code), ""), "text": []byte("Giấy chứng nhận sản phẩm tiêu biểu"),
	} {
		files[name] = filepath.Join(folder, name+".pdf")
		if err := os.WriteFile(files[name], data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	control := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		s.stop(t)
		s.printed = "https://noi-khac.example"
		s.start(t)
	}))
	defer control.Close()
	out, err := browse(t, "verification.mjs", object{"base": s.base, "valid": valid.Code, "revoked": revoked.Code, "product": valid.Product,
		"unknown": unissued(valid.Code), "mistyped": swapped(valid.Code), "files": files, "camera": filmed(t, files["genuine"]), "elsewhere": control.URL})
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Log(out)
}

// flipped is a file with one bit of its middle changed.
func flipped(file []byte) []byte {
	file = bytes.Clone(file)
	file[len(file)/2] ^= 1
	return file
}

// filmed is what a camera sees that looks at a whole certificate: its page in grey, as a film of one picture.
func filmed(t *testing.T, file string) string {
	t.Helper()
	picture := strings.TrimSuffix(file, ".pdf")
	if _, err := tool("pdftoppm", "-r", "110", "-gray", "-singlefile", "-scale-to-x", "1280", "-scale-to-y", "904", file, picture); err != nil {
		t.Fatal(err)
	}
	grey, err := os.ReadFile(picture + ".pgm")
	if err != nil {
		t.Fatal(err)
	}
	const width, height = 1280, 904
	head := fmt.Sprintf("P5\n%d %d\n255\n", width, height)
	light, ok := bytes.CutPrefix(grey, []byte(head))
	if !ok || len(light) != width*height {
		t.Fatalf("the picture begins with %q", grey[:min(20, len(grey))])
	}
	film := []byte(fmt.Sprintf("YUV4MPEG2 W%d H%d F5:1 Ip C420jpeg\nFRAME\n", width, height))
	film = append(append(film, light...), bytes.Repeat([]byte{128}, width*height/2)...)
	if err := os.WriteFile(picture+".y4m", film, 0o600); err != nil {
		t.Fatal(err)
	}
	return picture + ".y4m"
}
