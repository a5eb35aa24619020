package contract_test

import (
	"fmt"
	"net/http"
	"testing"
)

// TestVnCnnt2025 takes three entries under the rules of the circular from an empty draft to their
// certificates: papers, photos and fields that are needed are asked for until they are there.
func TestVnCnnt2025(t *testing.T) {
	s := serve(t, "")
	admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	o := open(t, s, admin, "binh-chon-2025", "vn-cnnt-2025")
	o.staff(t)
	o.move(t, "filing")
	producer := s.account(t, "coso@example.vn", "Chủ cơ sở")
	products := []string{"Đèn lồng Hội An", "Chả mực giã tay", "Máy tuốt lúa mini"}
	var entries []string
	for i, product := range products {
		entries = append(entries, o.complete(t, producer, product, fmt.Sprintf("N%d", i+1), i))
	}
	o.move(t, "screening")
	o.screen(t, entries...)
	o.seatJury(t, 3)
	o.declare(t)
	o.move(t, "scoring")
	o.scoreLeaves(t)
	o.upToDeliberation(t)
	for _, r := range o.ranking(t) {
		if r.Rank == nil || *r.Rank != 1 || !r.Passed || *r.MeanExact != "90" {
			t.Errorf("the only entry of its group, with ninety of a hundred points: %+v", r)
		}
	}
	o.recognise(t, entries...)
	certificates := o.issue(t)
	if len(certificates) != len(entries) {
		t.Fatalf("%d certificates, want %d", len(certificates), len(entries))
	}
	public := s.public()
	for _, c := range certificates {
		if v := judge(t, public, pdfOf(t, public, c.Code)); v.Verdict != "genuine" {
			t.Errorf("%s: %+v", c.Product, v)
		}
	}
	s.spec.report(t)
}

// complete fills a draft step by step, and sees each step asked for.
func (o *office) complete(t *testing.T, producer *client, product, group string, seed int) string {
	t.Helper()
	n := read[nomination](t, producer.post(t, o.path("/nominations"), object{"product": product}).done(t))
	path := "/nominations/" + n.ID
	change := func(body object) nomination {
		body["version"] = n.Version
		n = read[nomination](t, producer.call(t, http.MethodPatch, path, body).want(t, http.StatusOK))
		return n
	}
	change(object{"product_group": group, "producer": object{"name": "Cơ sở " + product, "entity_kind": "sme"}})
	o.refuseFiles(t, producer, path)
	need := map[string]int{}
	for _, g := range n.Missing {
		need[g.Kind] = g.Need - g.Have
	}
	if need["business_registration"] != 1 || need["description"] != 1 || need["photo"] != 3 || len(need) != 3 {
		t.Errorf("an empty dossier lacks %+v", n.Missing)
	}
	p := producer.post(t, path+"/submit", nil).refused(t, http.StatusUnprocessableEntity, "")
	for _, field := range []string{"producer.address", "producer.commune", "producer.phone", "description"} {
		p.blames(t, field)
	}
	change(object{"description": "Làm từ nguyên liệu của làng.", "producer": object{"address": "12 phố Hàng Mã",
		"commune": "Phường Hội An", "phone": "0905123456"}})
	missing(t, producer.post(t, path+"/submit", nil))
	upload := func(kind, name string, data []byte) {
		d := read[object](t, producer.post(t, path+"/documents", file{name, data, map[string]string{"kind": kind}}).done(t))
		if d["kind"] != kind || d["n"] == nil || d["sha256"] == nil || d["media_type"] == nil {
			t.Errorf("an uploaded document is %v", d)
		}
	}
	upload("business_registration", "giấy phép.pdf", onePage("Dang ky kinh doanh", ""))
	upload("description", "thuyetminh.pdf", onePage("Thuyet minh", ""))
	upload("photo", "1.png", photo(t, "png", seed))
	upload("photo", "2.jpg", photo(t, "jpeg", seed+1))
	missing(t, producer.post(t, path+"/submit", nil))
	upload("photo", "3.jpg", photo(t, "jpeg", seed+2))
	n = read[nomination](t, producer.post(t, path+"/submit", nil).want(t, http.StatusOK))
	if n.State != "submitted" || len(n.Missing) != 0 {
		t.Errorf("a complete dossier submitted is %+v", n)
	}
	o.readDocuments(t, producer, path)
	return n.ID
}

// refuseFiles offers files that no dossier takes.
func (o *office) refuseFiles(t *testing.T, producer *client, path string) {
	t.Helper()
	for _, bad := range []struct {
		name, kind string
		data       []byte
	}{
		{"a picture of 400 megapixels", "photo", hugePNG()},
		{"a PDF that runs JavaScript", "description", onePage("x", "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")},
		{"a program", "description", []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00")},
		{"a page of HTML as a photo", "photo", []byte("<html><script>alert(1)</script></html>")},
		{"an empty file", "photo", nil},
		{"a kind that the rules do not know", "diary", photo(t, "png", 9)},
	} {
		a := producer.post(t, path+"/documents", file{"tep.png", bad.data, map[string]string{"kind": bad.kind}})
		if err := a.is(http.StatusUnprocessableEntity, http.StatusBadRequest, http.StatusRequestEntityTooLarge); err != nil {
			t.Errorf("%s: %v", bad.name, err)
		}
	}
}

// readDocuments reads the papers back; a stranger may not.
func (o *office) readDocuments(t *testing.T, producer *client, path string) {
	t.Helper()
	documents := all[object](t, producer, path+"/documents")
	if len(documents) != 5 {
		t.Fatalf("%d documents, want 5", len(documents))
	}
	for _, d := range documents {
		at := fmt.Sprintf("%s/documents/%v", path, d["n"])
		a := producer.get(t, at).want(t, http.StatusOK)
		if a.header.Get("Content-Type") != d["media_type"] || a.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: served as %q, nosniff %q", at, a.header.Get("Content-Type"), a.header.Get("X-Content-Type-Options"))
		}
		o.s.public().get(t, at).refused(t, http.StatusUnauthorized, "")
	}
}

// scoreLeaves marks every leaf of the frozen rules at nine tenths of its maximum, in steps of half a point,
// and tops up so that each sheet has ninety points.
func (o *office) scoreLeaves(t *testing.T) {
	t.Helper()
	e := read[edition](t, o.admin.get(t, o.path("")))
	marks, sum := map[string]string{}, 0
	most := map[string]int{}
	var walk func(list any)
	walk = func(list any) {
		for _, item := range list.([]any) {
			c := item.(object)
			if children, ok := c["children"].([]any); ok && len(children) > 0 {
				walk(children)
				continue
			}
			half := halves(t, c["max"].(string))
			most[c["code"].(string)] = half
			marks[c["code"].(string)] = points(half - 1)
			sum += half - 1
		}
	}
	walk(e.Rules["criteria"])
	for code, half := range most {
		switch {
		case sum < 180:
			marks[code] = points(half)
			sum++
		case sum > 180:
			marks[code] = points(half - 2)
			sum--
		}
	}
	if sum != 180 || len(marks) != 24 {
		t.Fatalf("%d leaves with %d half points; want 24 leaves of a hundred points", len(marks), sum)
	}
	o.score(t, func(int, string) map[string]string { return marks })
}

// halves reads "3.5" as seven half points.
func halves(t *testing.T, max string) int {
	t.Helper()
	for half := range 2000 {
		if points(half) == max {
			return half
		}
	}
	t.Fatalf("the maximum %q is not a multiple of half a point", max)
	return 0
}
