package contract_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
)

// offlineChecks are those of templates/browser/offline.mjs.
var offlineChecks = []string{
	"a whole day without network",
	"a paper is read without network",
	"two devices: what one alone changed is merged, the rest is asked about",
	"another person at the device sees nothing and loses nothing",
	"signing out with marks that are not sent is refused",
	"the session ends in the middle of a sheet",
	"the device is full: says so and sends at once",
	"a judge who was removed meanwhile keeps the marks as a file, and no page",
	"the server stops and starts again",
	"the device's clock is wrong by a day",
	"the battery dies while a judge types",
	"the close of the pass takes everything off the device",
}

// TestProofOffline tries what may happen to a judge's marks, in a browser: a day without network, two devices, an ended
// session, a full device, another person at it, signing out, a seat that is taken away, a server that restarts, a wrong
// clock, a dead battery and the close of the pass.
func TestProofOffline(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: run make proof")
	}
	tryOffline(t, offlineChecks)
}

// TestPaperIsReadWithoutNetwork prepares a device, cuts the network and reads a PDF of the dossier on it.
func TestPaperIsReadWithoutNetwork(t *testing.T) {
	tryOffline(t, []string{"a paper is read without network"})
}

func tryOffline(t *testing.T, checks []string) {
	t.Helper()
	s := serve(t, "")
	o := open(t, s, s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator"), "vap", "vn-cnnt-2025")
	o.staff(t)
	o.move(t, "filing")
	for i, product := range []string{"Gốm Hương Canh", "Tương Bần", "Nón Chuông", "Chiếu Nga Sơn"} {
		o.dossier(t, product, 10*i)
	}
	o.move(t, "screening")
	o.screen(t, ids(all[nomination](t, o.desk.client, o.path("/nominations")))...)
	for i := range len(checks) + 1 { // each check has a judge of its own, and there is one beside
		s.account(t, fmt.Sprintf("giamkhao%d@example.vn", i+1), "Giám khảo Đỗ Thị")
	}
	o.seatJury(t, len(checks)+1)
	o.declare(t)
	o.move(t, "scoring")
	judges := []object{}
	for _, j := range o.judges {
		judges = append(judges, object{"email": j.email, "token": j.token})
	}
	control := httptest.NewServer(o.control(t))
	defer control.Close()
	out, err := browse(t, "offline.mjs", object{"base": s.base, "slug": o.slug, "password": password, "judges": judges, "control": control.URL, "only": checks})
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	} else {
		t.Log(out)
	}
}

// dossier files and submits a whole nomination with two papers and three photos.
func (o *office) dossier(t *testing.T, product string, seed int) {
	t.Helper()
	n := read[nomination](t, o.desk.post(t, o.path("/nominations"), full(product, "N2", "Cơ sở "+product)).done(t))
	path := "/nominations/" + n.ID
	for i, f := range []file{
		{"giấy phép.pdf", onePage("Dang ky kinh doanh", ""), map[string]string{"kind": "business_registration"}},
		{"thuyetminh.pdf", onePage("Thuyet minh", ""), map[string]string{"kind": "description"}},
		{"1.png", photo(t, "png", seed), map[string]string{"kind": "photo"}},
		{"2.jpg", photo(t, "jpeg", seed+1), map[string]string{"kind": "photo"}},
		{"3.jpg", photo(t, "jpeg", seed+2), map[string]string{"kind": "photo"}},
	} {
		if a := o.desk.post(t, path+"/documents", f); a.status != http.StatusCreated {
			t.Fatalf("document %d of %s: %d\n%s", i, product, a.status, a.body)
		}
	}
	o.desk.post(t, path+"/submit", nil).want(t, http.StatusOK)
}

// control acts on the server while a browser runs against it.
func (o *office) control(t *testing.T) http.Handler {
	acts := http.NewServeMux()
	act := func(pattern string, do func(r *http.Request)) {
		acts.HandleFunc("POST "+pattern, func(_ http.ResponseWriter, r *http.Request) { do(r) })
	}
	act("/stop", func(*http.Request) { o.s.stop(t) })
	act("/start", func(*http.Request) { o.s.start(t) })
	act("/close", func(*http.Request) {
		o.judges[0].post(t, o.path("/passes/1/close"), object{"leave_open": true, "reason": "hết giờ"}).done(t)
	})
	act("/remove", func(r *http.Request) {
		for _, m := range all[object](t, o.admin, o.path("/members")) {
			if m["email"] == r.URL.Query().Get("email") {
				o.admin.post(t, o.path("/members/"+m["id"].(string)+"/remove"), object{"reason": "đi công tác"}).want(t, http.StatusOK)
			}
		}
	})
	return acts
}
