package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestNoFieldIsForgotten: a field that newWorld leaves empty would make its round trip prove nothing.
func TestNoFieldIsForgotten(t *testing.T) {
	empty := map[string]bool{"Grant.Ended": true, "Document.Removed": true} // loads leave such rows out
	w := reflect.ValueOf(newWorld("organiser"))
	for i := range w.NumField() {
		record := w.Field(i)
		for j := range record.NumField() {
			name := record.Type().Name() + "." + record.Type().Field(j).Name
			if record.Field(j).IsZero() != empty[name] {
				t.Errorf("%s: empty is %v", name, record.Field(j).IsZero())
			}
		}
	}
}

// trip compares what a load gives with what was saved.
func trip[T any](t *testing.T, db *store.DB, name string, want T, load func(*store.Tx) (T, error)) {
	t.Helper()
	got, err := view(db, load)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (- saved, + loaded):\n%s", name, diff)
	}
}

func TestRoundTrips(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		check := func(t *testing.T) {
			type tx = *store.Tx
			e, n := w.edition.ID, w.nomination.ID
			trip(t, db, "user", w.user, func(x tx) (accounts.User, error) { return x.User(w.user.ID) })
			trip(t, db, "user by e-mail", w.user, func(x tx) (accounts.User, error) { return x.UserByEmail(w.user.Email) })
			trip(t, db, "users", []accounts.User{w.user}, func(x tx) ([]accounts.User, error) { return x.Users(w.user.Organiser) })
			trip(t, db, "look", w.look, func(x tx) (certificates.Look, error) { return x.CertificateLook(e) })
			trip(t, db, "picture", w.picture, func(x tx) (certificates.Picture, error) { return x.CertificatePicture(w.picture.SHA256) })
			trip(t, db, "token", w.token, func(x tx) (accounts.Token, error) { return x.TokenByHash(w.token.Hash) })
			trip(t, db, "tokens", []accounts.Token{w.token}, tx.Tokens)
			trip(t, db, "invitation", w.invitation, func(x tx) (accounts.Invitation, error) { return x.InvitationByHash(w.invitation.TokenHash) })
			trip(t, db, "edition", w.edition, func(x tx) (judging.Edition, error) { return x.EditionBySlug(w.edition.Slug) })
			trip(t, db, "editions", []judging.Edition{w.edition}, func(x tx) ([]judging.Edition, error) { return x.Editions("") })
			trip(t, db, "grants", []accounts.Grant{w.grant}, func(x tx) ([]accounts.Grant, error) { return x.Grants(e) })
			trip(t, db, "grants of", []accounts.Grant{w.grant}, func(x tx) ([]accounts.Grant, error) { return x.GrantsOf(w.user.ID) })
			trip(t, db, "producer", w.producer, func(x tx) (judging.Producer, error) { return x.Producer(w.producer.ID) })
			trip(t, db, "producer by name", w.producer, func(x tx) (judging.Producer, error) {
				return x.ProducerByName(w.producer.Organiser, "CƠ SỞ  mật ong đức lân", "sa đéc")
			})
			trip(t, db, "product", w.product, func(x tx) (judging.Product, error) { return x.Product(w.product.ID) })
			trip(t, db, "product by name", w.product, func(x tx) (judging.Product, error) { return x.ProductByName(w.producer.ID, "mật ong ĐƯỚC") })
			trip(t, db, "nomination", w.nomination, func(x tx) (judging.Nomination, error) { return x.Nomination(n) })
			trip(t, db, "nomination by key", w.nomination, func(x tx) (judging.Nomination, error) { return x.NominationByKey(e, w.nomination.Key) })
			trip(t, db, "documents", []judging.Document{w.document}, func(x tx) ([]judging.Document, error) { return x.Documents(n) })
			trip(t, db, "document counts", map[string]map[string]int{n: {"photo": 1}}, func(x tx) (map[string]map[string]int, error) { return x.DocumentCounts(e) })
			trip(t, db, "document checks", []judging.DocumentCheck{w.check}, func(x tx) ([]judging.DocumentCheck, error) { return x.DocumentChecks(n) })
			trip(t, db, "verdicts", []judging.Verdict{w.verdict}, func(x tx) ([]judging.Verdict, error) { return x.Verdicts(n) })
			trip(t, db, "declarations", []judging.Declaration{w.declaration}, func(x tx) ([]judging.Declaration, error) { return x.Declarations(e) })
			trip(t, db, "conflicts", []judging.Conflict{w.conflict}, func(x tx) ([]judging.Conflict, error) { return x.Conflicts(e) })
			trip(t, db, "grant", w.grant, func(x tx) (accounts.Grant, error) { return x.Grant(w.grant.ID) })
			trip(t, db, "dismissals", []judging.Dismissal{w.dismissal}, func(x tx) ([]judging.Dismissal, error) { return x.Dismissals(e) })
			trip(t, db, "assignment", w.assignment, func(x tx) (judging.Assignment, error) { return x.Assignment(e) })
			trip(t, db, "judges' slips", []accounts.JudgeSlip{w.judgeSlip}, func(x tx) ([]accounts.JudgeSlip, error) { return x.JudgeSlips(e) })
			trip(t, db, "a judge's slips", []accounts.JudgeSlip{w.judgeSlip}, func(x tx) ([]accounts.JudgeSlip, error) { return x.JudgeSlipsOf(w.user.ID) })
			trip(t, db, "absences", []judging.Absence{w.absence}, func(x tx) ([]judging.Absence, error) { return x.Absences(e) })
			trip(t, db, "sheet", w.sheet, func(x tx) (judging.Sheet, error) { return x.Sheet(w.sheet.ID) })
			trip(t, db, "drafts", []judging.SheetDraft{w.draft}, func(x tx) ([]judging.SheetDraft, error) { return x.Drafts(w.sheet.ID) })
			trip(t, db, "sheet note", w.note, func(x tx) (judging.SheetNote, error) { return x.SheetNote(w.sheet.ID, w.note.Objects) })
			trip(t, db, "sheet notes", []judging.SheetNote{w.note}, func(x tx) ([]judging.SheetNote, error) { return x.SheetNotes(e, w.note.Judge) })
			trip(t, db, "reminder plan", w.plan, func(x tx) (judging.ReminderPlan, error) { return x.ReminderPlan(e) })
			trip(t, db, "reminder", w.letter, func(x tx) (judging.ReminderLetter, error) { return x.ReminderLetter(w.letter.ID) })
			trip(t, db, "reminders", []judging.ReminderLetter{w.letter}, func(x tx) ([]judging.ReminderLetter, error) { return x.ReminderLetters(e) })
			trip(t, db, "visit", w.visit, func(x tx) (judging.VisitNote, error) { return x.VisitNote(w.visit.ID) })
			trip(t, db, "visits", []judging.VisitNote{w.visit}, func(x tx) ([]judging.VisitNote, error) { return x.VisitNotes(e, n) })
			trip(t, db, "calibration", w.trial, func(x tx) (judging.Calibration, error) { return x.Calibration(w.trial.ID) })
			trip(t, db, "calibrations", []judging.Calibration{w.trial}, func(x tx) ([]judging.Calibration, error) { return x.Calibrations(e) })
			trip(t, db, "example", w.example, func(x tx) (judging.CalibrationExample, error) { return x.CalibrationExample(w.example.ID) })
			trip(t, db, "examples", []judging.CalibrationExample{w.example}, func(x tx) ([]judging.CalibrationExample, error) { return x.CalibrationExamples(w.trial.ID) })
			trip(t, db, "example files", []judging.CalibrationFile{w.exampleFile}, func(x tx) ([]judging.CalibrationFile, error) { return x.CalibrationFiles(w.example.ID) })
			trip(t, db, "trial marks", []judging.CalibrationMarks{w.trialMarks}, func(x tx) ([]judging.CalibrationMarks, error) { return x.CalibrationMarks(w.example.ID) })
			trip(t, db, "papers of a sheet", []judging.PaperSheet{w.paper}, func(x tx) ([]judging.PaperSheet, error) {
				return x.PaperSheets(judging.PaperQuery{Sheet: w.sheet.ID})
			})
			trip(t, db, "papers", []judging.PaperSheet{w.paper}, func(x tx) ([]judging.PaperSheet, error) {
				return x.PaperSheets(judging.PaperQuery{Edition: e})
			})
			trip(t, db, "seals", []judging.SheetSeal{w.seal}, func(x tx) ([]judging.SheetSeal, error) { return x.Seals(w.sheet.ID) })
			trip(t, db, "totals", map[string][]judging.SheetTotal{n: {{Judge: w.user.ID, Total: *w.sheet.Total, ByTop: w.sheet.ByTop}}},
				func(x tx) (map[string][]judging.SheetTotal, error) { return x.SealedTotals(e, w.sheet.Pass) })
			trip(t, db, "passes", []judging.Pass{w.pass}, func(x tx) ([]judging.Pass, error) { return x.Passes(e) })
			trip(t, db, "proposal", w.proposal, func(x tx) (judging.ProposalRecord, error) { return x.Proposal(e) })
			trip(t, db, "decisions", []judging.Decision{w.decision}, func(x tx) ([]judging.Decision, error) { return x.Decisions(e) })
			trip(t, db, "decision history", []judging.Decision{w.decision}, func(x tx) ([]judging.Decision, error) { return x.DecisionHistory(e) })
			trip(t, db, "nominations of", []judging.Nomination{w.nomination}, func(x tx) ([]judging.Nomination, error) { return x.NominationsOf(w.nomination.Filer) })
			trip(t, db, "certificate", w.certificate, func(x tx) (certificates.Certificate, error) { return x.Certificate(w.certificate.ID) })
			trip(t, db, "certificate by code", w.certificate, func(x tx) (certificates.Certificate, error) { return x.CertificateByCode(w.certificate.Code) })
			trip(t, db, "certificate by hash", w.certificate, func(x tx) (certificates.Certificate, error) { return x.CertificateByHash(w.certificate.PDFSHA256) })
			trip(t, db, "asked", []certificates.RevocationProposal{w.asked}, func(x tx) ([]certificates.RevocationProposal, error) { return x.RevocationProposals(w.edition.ID) })
			trip(t, db, "asked by id", w.asked, func(x tx) (certificates.RevocationProposal, error) { return x.RevocationProposal(w.asked.ID) })
			trip(t, db, "notice", w.notice, func(x tx) (certificates.Notice, error) { return x.Notice(w.event.ID) })
			trip(t, db, "events", []certificates.Event{w.event}, func(x tx) ([]certificates.Event, error) { return x.Events(w.certificate.ID) })
		}
		check(t)
		t.Run("after a change of every field", func(t *testing.T) {
			w = changed(t, db, w)
			check(t)
		})
	})
}

// changed saves other values under the same ids, so that an UPDATE that forgets a column shows.
func changed(t *testing.T, db *store.DB, w world) world {
	t.Helper()
	x := newWorld(w.edition.Organiser)
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		x.user.ID, x.token.ID, x.invitation.ID, x.edition.ID = w.user.ID, w.token.ID, w.invitation.ID, w.edition.ID
		x.user.Name, x.user.Phone, x.user.PasswordHash, x.user.Administrator = "Lê An", "", "", false
		x.user.Created, x.user.Disabled = day.Add(time.Second), time.Time{}
		x.token.User, x.token.Name, x.token.Created, x.token.Revoked = w.user.ID, "khác", x.user.Created, time.Time{}
		x.invitation.User, x.invitation.Accepted = w.user.ID, time.Time{}
		x.invitation.Created, x.invitation.Expires = x.user.Created, x.user.Created
		e := &x.edition
		e.Name, e.NameEN, e.Number, e.Year, e.Level, e.Province = "khác", "", 8, 2027, "commune", "Huế"
		e.State, e.Rules, e.RulesFrozen, e.FilingUntil, e.Created = judging.Closed, []byte(`{}`), time.Time{}, time.Time{}, x.user.Created
		n := &x.nomination
		*n = judging.Nomination{ID: w.nomination.ID, Edition: w.edition.ID, Seq: 9, State: judging.NominationDraft, Version: 4,
			Product: "Bún", Key: "k"}
		x.document.ID, x.document.Nomination, x.document.N, x.document.Kind = w.document.ID, w.nomination.ID, 2, "photo"
		x.document.SHA256, x.document.MediaType, x.document.Size, x.document.Filename, x.document.Uploader = "s", "m", 1, "f", "u"
		s := &x.sheet
		*s = judging.Sheet{ID: w.sheet.ID, Edition: w.edition.ID, Pass: 2, Nomination: w.nomination.ID, Judge: w.user.ID,
			State: judging.SheetSubmitted, Version: 3, Marks: map[string]judging.Points{}, Total: points(7_000),
			ByTop: []judging.Points{0, 7_000}, Seal: w.seal.ID}
		x.check.Document, x.check.Note, x.check.ByName, x.check.By, x.check.Outcome = 2, "", "", "không ai", judging.CheckOK
		x.act = w.act
		x.note = judging.SheetNote{Sheet: w.sheet.ID, Edition: w.edition.ID, Judge: "khác", Nomination: "khác", Question: "khác"}
		x.plan = judging.ReminderPlan{Edition: w.edition.ID, After: []int{60}, By: "khác", At: day.Add(time.Second)}
		x.judgeSlip = w.judgeSlip
		x.judgeSlip.Expires, x.judgeSlip.Used, x.judgeSlip.Tries = day, day.Add(time.Hour), 5
		x.letter = w.letter
		x.letter.State, x.letter.Subject, x.letter.Text, x.letter.By = judging.ReminderSent, "", "", "khác"
		x.letter.Planned, x.letter.Ended = day, day.Add(time.Minute)
		x.paper, x.visit = w.paper, w.visit // they never change
		x.trial, x.example, x.exampleFile, x.trialMarks = w.trial, w.example, w.exampleFile, w.trialMarks
		x.trial.Named, x.trial.Ended, x.trial.EndedBy, x.example.Title, x.example.ProductGroup = false, time.Time{}, "", "khác", "N1"
		x.trialMarks.Total, x.trialMarks.ByTop, x.trialMarks.Marks = nil, nil, map[string]judging.Points{}
		x.look, x.picture = certificates.Look{Edition: w.edition.ID, Design: "decree-1", At: day.Add(time.Second)}, w.picture
		x.seal, x.grant, x.verdict, x.declaration, x.conflict = w.seal, w.grant, w.verdict, w.declaration, w.conflict
		x.dismissal, x.assignment, x.absence = w.dismissal, w.assignment, w.absence
		x.grant.Address, x.grant.TaxCode, x.grant.Replaces, x.absence.Ended = "", "1", "x", time.Time{}
		x.draft, x.proposal, x.decision, x.event, x.pass = w.draft, w.proposal, w.decision, w.event, w.pass
		x.producer, x.product, x.certificate = w.producer, w.product, w.certificate
		x.grant.Title, x.verdict.Due, x.conflict.Reason, x.event.Reason = "a", "b", "c", "d"
		x.draft.Total, x.draft.Comment, x.draft.Marks = nil, "", map[string]judging.Points{}
		x.producer.Name, x.producer.Phone = "cơ sở mật ong ĐỨC LÂN", ""
		x.product.Producer = w.producer.ID
		x.proposal.Items, x.proposal.For = nil, 4
		x.decision.Nominations, x.decision.Signer, x.decision.Replaces, x.decision.Reason = nil, judging.Signer{}, "", ""
		x.certificate.Issued, x.certificate.Reason = time.Time{}, ""
		x.notice = w.notice
		x.asked = certificates.RevocationProposal{ID: w.asked.ID, Edition: w.edition.ID, Certificate: w.certificate.ID, State: certificates.ProposalOpen, At: day}
		x.pass.Closed, x.pass.Reopened = time.Time{}, 2
		for _, err := range []error{
			tx.SaveUser(x.user), tx.SaveToken(x.token), tx.SaveInvitation(x.invitation), tx.SaveEdition(x.edition), tx.SaveDocumentCheck(x.document.ID, x.check),
			tx.SaveNomination(x.nomination), tx.SaveDocument(x.document), tx.SaveSheet(x.sheet), tx.SaveGrant(x.grant), tx.SaveAbsence(x.absence),
			tx.SaveVerdict(x.verdict), tx.SaveConflict(x.conflict), tx.SaveEvent(x.event), tx.SaveRevocationProposal(x.asked), tx.SaveDraft(x.draft),
			tx.SaveProducer(x.producer), tx.SaveProposal(x.proposal), tx.SaveDecision(x.decision),
			tx.SaveCertificate(x.certificate), tx.SaveCalibration(x.trial), tx.SaveCalibrationExample(x.example), tx.SaveCalibrationMarks(x.trialMarks),
			tx.SavePass(x.pass), tx.SaveSheetNote(x.note), tx.SaveReminderPlan(x.plan),
			tx.ChangeReminderLetter(x.letter), tx.SaveJudgeSlip(x.judgeSlip),
			tx.SaveCertificateLook(x.look),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestTotalsThatCount changes the sheet's pass to 2 with another state each time.
func TestTotalsThatCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		for _, row := range []struct {
			name  string
			state judging.SheetState
			seal  string
			want  int
		}{
			{"submitted", judging.SheetSubmitted, w.seal.ID, 1},
			{"locked with a seal", judging.SheetLocked, w.seal.ID, 1},
			{"locked without", judging.SheetLocked, "", 0},
			{"reopened", judging.SheetOpen, w.seal.ID, 0},
			{"recused", judging.SheetRecused, w.seal.ID, 0},
		} {
			t.Run(row.name, func(t *testing.T) {
				s := w.sheet
				s.State, s.Seal = row.state, row.seal
				if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveSheet(s) }); err != nil {
					t.Fatal(err)
				}
				totals, err := view(db, func(tx *store.Tx) (map[string][]judging.SheetTotal, error) { return tx.SealedTotals(s.Edition, 1) })
				if err != nil || len(totals[s.Nomination]) != row.want {
					t.Errorf("totals %v, %v", totals, err)
				}
				if row.want == 1 && totals[s.Nomination][0].Total != 35_750 {
					t.Errorf("total %v is not the sealed one", totals[s.Nomination][0].Total)
				}
			})
		}
	})
}

func TestMissingRowsAreFaults(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for name, load := range map[string]func(*store.Tx) error{
			"edition":    func(x *store.Tx) error { _, err := x.Edition("none"); return err },
			"no e-mail":  func(x *store.Tx) error { _, err := x.UserByEmail(""); return err },
			"no hash":    func(x *store.Tx) error { _, err := x.CertificateByHash(""); return err },
			"proposal":   func(x *store.Tx) error { _, err := x.Proposal("none"); return err },
			"look":       func(x *store.Tx) error { _, err := x.CertificateLook("none"); return err },
			"picture":    func(x *store.Tx) error { _, err := x.CertificatePicture("none"); return err },
			"setup link": func(x *store.Tx) error { _, err := x.SetupLink(); return err },
			"receipt":    func(x *store.Tx) error { _, err := x.Receipt("editions", "none"); return err },
		} {
			err := db.View(t.Context(), load)
			if fault.KindOf(err) != fault.NotFound || !fault.IsCode(err, "not_found") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
