package web_test

import (
	"strings"
	"testing"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/letters"
	"vinhdanh/internal/store"
	"vinhdanh/judging"
)

// TestTellProducers: the head sees the letter before the issue, each producer gets one, who has no address is listed to be
// called, and one certificate's letter is sent again when asked.
func TestTellProducers(t *testing.T) {
	s := decided(t, newWorld(t))
	err := s.db.Update(t.Context(), func(tx *store.Tx) error {
		n, err := tx.Nomination(s.nominations[1])
		n.Producer.Name, n.Producer.Email = "Hộ bà Nếp", ""
		if err != nil {
			return err
		}
		return tx.SaveNomination(n)
	})
	if err != nil {
		t.Fatal(err)
	}
	head := s.session("secretariat head")
	check := s.sends(head, at("/certificates/issue"), 200, "step", "check", "issued_on", "02/11/2026")
	checkPage(t, "preview", check, 200, "vi")
	for _, want := range []string{`name="tell"`, "hoasen@example.vn", "Kính gửi Cơ sở gốm Hoa Sen", "https://binhchon.example.vn/v/............", "Hộ bà Nếp", `href="tel:`} {
		if !strings.Contains(mainOf(check), want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	address := s.sends(head, at("/certificates/issue"), 303, "step", "issue", "issued_on", "02/11/2026", "tell", "yes").Header.Get("Location")
	s.work()
	told := func() int { return strings.Count(s.snapshot()["jobs"], `"letter":"certificates_issued"`) }
	if n := told(); n != 1 {
		t.Fatalf("%d letters, want 1", n)
	}
	done := s.browse(address, head)
	checkPage(t, "done", done, 200, "vi")
	if body := mainOf(done); !strings.Contains(body, "Đã xếp thư gửi 1 cơ sở") || !strings.Contains(body, "Hộ bà Nếp") {
		t.Errorf("whom the issue told is not said:\n%.1500s", body)
	}
	for i, email := range []string{"", "bep@example.vn"} { // what the dossiers hold later changes nothing of whom it told
		s.addressed(i, email)
	}
	if body := mainOf(s.browse(address, head)); !strings.Contains(body, "Đã xếp thư gửi 1 cơ sở") || !strings.Contains(body, "Hộ bà Nếp") {
		t.Errorf("an address that came or went later changes whom the issue told:\n%.1500s", body)
	}
	for i, email := range []string{"hoasen@example.vn", ""} {
		s.addressed(i, email)
	}
	items := s.ok("secretariat head", "GET", "/editions/"+slug+"/certificates", 200, "")["items"].([]any)
	for i, mailed := range []bool{true, false} {
		page := at("/certificates/" + lower(items[i].(map[string]any)["code"].(string)))
		shown := s.browse(page, head)
		checkPage(t, "certificate", shown, 200, "vi")
		if body := mainOf(shown); strings.Contains(body, "Gửi lại thư cho cơ sở") != mailed || strings.Contains(body, "Hãy gọi điện") == mailed {
			t.Errorf("certificate %d: the letter is offered wrongly", i)
		}
		if strings.Contains(mainOf(s.browse(page, s.session("secretariat member"))), page+"/letter") {
			t.Error("a member is offered to send it")
		}
		s.sends(head, page+"/letter", 303, "once", "")
	}
	if n := told(); n != 2 {
		t.Errorf("%d letters after one was asked for, want 2", n)
	}
}

// addressed gives the producer of the i-th nomination another e-mail address.
func (s *staged) addressed(i int, email string) {
	s.t.Helper()
	err := s.db.Update(s.t.Context(), func(tx *store.Tx) error {
		n, err := tx.Nomination(s.nominations[i])
		n.Producer.Email = email
		if err != nil {
			return err
		}
		return tx.SaveNomination(n)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestLetterTellsEveryCertificate: page and file of each, in both languages, and no code of another spelling.
func TestLetterTellsEveryCertificate(t *testing.T) {
	m := judging.Mail{Letter: "certificates_issued", Args: map[string]string{"edition": "Kỳ mẫu", "name": "Hoa Sen"}, Certificates: []judging.MailCertificate{
		{Number: "01/2026/GCN", Product: "Tương", Code: "7K3M-9QXT-2HDK"}, {Number: "02/2026/GCN", Product: "Nem", Code: "0000-0000-0000"}}}
	subject, text := letters.Whole(i18n.New().T, "https://binhchon.example.vn", m)
	for _, want := range []string{"Tương (số 01/2026/GCN)\nTrang tra cứu: https://binhchon.example.vn/v/7k3m9qxt2hdk\n", "Nem (No. 02/2026/GCN)",
		"https://binhchon.example.vn/v/000000000000?lang=en", "https://binhchon.example.vn/api/v1/certificates/7k3m9qxt2hdk/pdf"} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter %q lacks %q:\n%s", subject, want, text)
		}
	}
}
