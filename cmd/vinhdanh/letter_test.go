package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/mail"
	"vinhdanh/judging"
)

// TestInvitationNamesTheSeat: the letter says the seat in both languages, and what is kept of it afterwards holds neither
// its link nor, in an edition's matters, the whole address.
func TestInvitationNamesTheSeat(t *testing.T) {
	var sent mail.Message
	a := &app{words: i18n.New(), send: func(_ context.Context, m mail.Message) error { sent = m; return nil }}
	for _, tt := range []struct{ letter, edition, kept string }{
		{"invitation", "x", "l…@example.vn"}, {"welcome", "", "lan@example.vn"},
	} {
		payload, err := json.Marshal(judging.Mail{To: "lan@example.vn", Letter: tt.letter, LinkPath: "/invitation?token=inv_secret",
			Args: map[string]string{"name": "Bà Lan", "office": "Sở Mẫu", "edition": "Kỳ thử", "body": "jury", "role": "head"}})
		if err != nil {
			t.Fatal(err)
		}
		job := jobs.Job{ID: "1", Edition: tt.edition, Payload: payload}
		if err := a.sendLetter(t.Context(), &job, nil); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Kỳ thử", "Vai trò: Ban giám khảo · Trưởng", "Your role: Jury · Head", "inv_secret"} {
			if !strings.Contains(sent.Text, want) {
				t.Errorf("%s does not say %q:\n%s", tt.letter, want, sent.Text)
			}
		}
		var kept judging.Mail
		if err := json.Unmarshal(job.Payload, &kept); err != nil || kept.To != tt.kept || strings.Contains(string(job.Payload), "secret") {
			t.Errorf("of %s is kept %s, %v", tt.letter, job.Payload, err)
		}
	}
}
