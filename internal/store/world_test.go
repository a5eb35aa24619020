package store_test

import (
	"context"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
	"vinhdanh/judging"
)

var day = time.Date(2026, 7, 14, 2, 30, 0, 123_456_000, time.UTC)

// world is one record of every kind, as fill stores it with its leaves.
type world struct {
	user        accounts.User
	token       accounts.Token
	invitation  accounts.Invitation
	edition     judging.Edition
	act         judging.Act
	grant       accounts.Grant
	producer    judging.Producer
	product     judging.Product
	nomination  judging.Nomination
	document    judging.Document
	check       judging.DocumentCheck
	verdict     judging.Verdict
	declaration judging.Declaration
	conflict    judging.Conflict
	dismissal   judging.Dismissal
	assignment  judging.Assignment
	absence     judging.Absence
	judgeSlip   accounts.JudgeSlip
	sheet       judging.Sheet
	draft       judging.SheetDraft
	seal        judging.SheetSeal
	paper       judging.PaperSheet
	note        judging.SheetNote
	visit       judging.VisitNote
	shot        judging.VisitPhoto
	trial       judging.Calibration
	example     judging.CalibrationExample
	exampleFile judging.CalibrationFile
	trialMarks  judging.CalibrationMarks
	plan        judging.ReminderPlan
	letter      judging.ReminderLetter
	pass        judging.Pass
	meeting     judging.Meeting
	item        judging.AgendaItem
	roll        judging.RollChange
	ballot      judging.Ballot
	vote        judging.NamedVote
	dissent     judging.Dissent
	council     judging.CouncilConflict
	proposal    judging.ProposalRecord
	decision    judging.Decision
	certificate certificates.Certificate
	event       certificates.Event
	signature   certificates.Countersignature
	look        certificates.Look
	picture     certificates.Picture
	asked       certificates.RevocationProposal
	notice      certificates.Notice
}

func points(n int64) *judging.Points {
	p := judging.Points(n)
	return &p
}

// newWorld makes the records; every field of each is set.
func newWorld(organiser string) world {
	id := accounts.NewID
	var w world
	w.user = accounts.User{ID: id(), Organiser: organiser, Email: id() + "@example.vn", Phone: "+84-" + id(),
		Name: "Nguyễn Thị Hoa", PasswordHash: "$argon2id$…", Administrator: true, Created: day, Disabled: day.Add(time.Hour)}
	w.token = accounts.Token{ID: id(), User: w.user.ID, Name: "máy tính", Hash: id(), Created: day, Revoked: day.Add(time.Hour)}
	w.invitation = accounts.Invitation{ID: id(), User: w.user.ID, TokenHash: id(), Created: day,
		Expires: day.Add(72 * time.Hour), Accepted: day.Add(time.Hour)}
	w.edition = judging.Edition{ID: id(), ResultsFor: judging.ForPublic, Organiser: organiser, Slug: id(), Name: "Bình chọn 2026", NameEN: "Selection 2026",
		Number: 7, Year: 2026, Level: "province", Province: "Đồng Tháp", State: judging.Deliberation,
		Rules: []byte(`{"id":"vn-cnnt-2025"}`), RulesFrozen: day, FilingUntil: day.Add(time.Hour), Created: day}
	w.act = judging.Act{ID: id(), Edition: w.edition.ID, Kind: "edition.opened", Row: w.edition.ID, Reason: "mưa bão", By: w.user.ID, At: day}
	w.grant = accounts.Grant{ID: id(), Edition: w.edition.ID, User: w.user.ID, Body: accounts.Jury, Role: accounts.Head,
		Title: "Nghệ nhân ưu tú", Employer: "Sở Công Thương", Created: day, Address: "3 Lê Lợi", TaxCode: "0101234567", Replaces: id()}
	data := judging.ProducerData{Name: "Cơ sở mật ong Đức Lân", EntityKind: "business_household", TaxCode: "0101234567",
		RegistrationNumber: "51A8001234", Address: "12 Lê Lợi", Commune: "Sa Đéc", Phone: "+84901", Email: "lan@example.vn", Representative: "Lê Văn Lân"}
	w.producer = judging.Producer{ID: id(), Organiser: organiser, Owner: w.user.ID, ProducerData: data, Created: day}
	w.product = judging.Product{ID: id(), Producer: w.producer.ID, Name: "Mật ong đước", Created: day}
	w.nomination = judging.Nomination{ID: id(), Edition: w.edition.ID, Seq: 1, Code: "DT-2026-001", EntryCode: "N2-001",
		State: judging.NominationEligible, Version: 3, ProductID: w.product.ID, ProducerID: w.producer.ID,
		Product: w.product.Name, SetMembers: []string{"hũ <lớn>", "hũ nhỏ"}, ProductGroup: "N2", Description: "Mật ong & sáp",
		Producer: data, Key: "mat ong duoc|duc lan|sa dec", Filer: w.user.ID, ByOffice: true,
		Created: day, Updated: day, Submitted: day}
	w.document = judging.Document{ID: id(), Nomination: w.nomination.ID, N: 1, Kind: "photo", SHA256: id(),
		MediaType: "image/jpeg", Size: 1 << 33, Filename: "ảnh.jpg", Uploader: w.user.ID, Created: day}
	w.check = judging.DocumentCheck{Document: 1, Outcome: judging.CheckBad, Note: "mờ", By: w.user.ID, ByName: w.user.Name, At: day}
	w.verdict = judging.Verdict{ID: id(), Nomination: w.nomination.ID, Verdict: judging.NominationSupplement,
		Reasons: []judging.VerdictReason{{Document: 1, Code: "blurred", Text: "Ảnh mờ"}}, Due: "2026-08-01", By: w.user.ID, At: day}
	w.declaration = judging.Declaration{ID: id(), Edition: w.edition.ID, Judge: w.user.ID, At: day}
	w.conflict = judging.Conflict{ID: id(), Edition: w.edition.ID, Judge: w.user.ID, Nomination: w.nomination.ID, Reason: "anh em", At: day}
	w.dismissal = judging.Dismissal{ID: id(), Edition: w.edition.ID, Judge: w.user.ID, Nomination: w.nomination.ID,
		Fields: []string{"name"}, Reason: "trùng tên", By: w.user.ID, At: day}
	w.assignment = judging.Assignment{ID: id(), Edition: w.edition.ID, Mode: judging.AssignBalanced, K: 2,
		Panels: []judging.Panel{{Name: "Dệt", Groups: []string{"N2"}, Judges: []string{w.user.ID}}},
		Pairs:  []judging.Pair{{Judge: w.user.ID, Nomination: w.nomination.ID}}, Reason: "đông hồ sơ", By: w.user.ID, At: day}
	w.judgeSlip = accounts.JudgeSlip{ID: id(), Edition: w.edition.ID, Seat: w.grant.ID, User: w.user.ID, CodeHash: "$argon2id$x", MadeBy: w.user.ID,
		Created: day, Expires: day.Add(time.Minute), Used: day.Add(time.Second), Tries: 2}
	w.absence = judging.Absence{ID: id(), Edition: w.edition.ID, Seat: w.grant.ID, From: "2026-07-01", Until: "2026-07-09", Reason: "ốm",
		By: w.user.ID, At: day, Ended: day.Add(time.Hour)}
	marks := map[string]judging.Points{"1.1": 4500, "1.2": 0, "2": 31_250}
	w.sheet = judging.Sheet{ID: id(), Edition: w.edition.ID, Pass: 1, Nomination: w.nomination.ID, Judge: w.user.ID,
		EntryCode: "N2-001", Product: w.product.Name, ProductGroup: "N2", State: judging.SheetLocked, Version: 2, Marks: marks,
		Total: points(35_750), ByTop: []judging.Points{4500, 31_250}, Comment: "đẹp", Acts: 1, Reason: "nhầm", Updated: day}
	w.draft = judging.SheetDraft{Sheet: w.sheet.ID, Version: 2, Marks: marks, Total: points(35_750), Comment: "đẹp", At: day}
	w.seal = judging.SheetSeal{ID: id(), Sheet: w.sheet.ID, Version: 2, Marks: marks, Total: points(35_750),
		ByTop: w.sheet.ByTop, Comment: "đẹp", At: day}
	w.sheet.Seal = w.seal.ID
	w.paper = judging.PaperSheet{ID: id(), Edition: w.edition.ID, Sheet: w.sheet.ID, Round: 3, State: judging.PaperTyped,
		First:   judging.Typing{By: w.user.ID, At: day, Marks: marks, Comment: "đẹp"},
		Second:  judging.Typing{By: id(), At: day.Add(time.Hour), Marks: map[string]judging.Points{"2": 31_000}, Comment: "đẹp lắm"},
		Scan:    judging.PaperScan{SHA256: id(), MediaType: "image/jpeg", Size: 1 << 33, Filename: "phiếu.jpg", By: w.user.ID, At: day},
		EndedBy: id(), Ended: day.Add(2 * time.Hour), Seal: w.seal.ID, Reason: "chỉ có hai người"}
	w.note = judging.SheetNote{Sheet: w.sheet.ID, Edition: w.edition.ID, Judge: w.user.ID, Nomination: w.nomination.ID, Flagged: true,
		Question: "Men có chì không?", Asked: day, Answer: "Không, xem phiếu kiểm nghiệm.", AnsweredBy: w.user.ID, Answered: day.Add(time.Hour), Objects: true}
	w.plan = judging.ReminderPlan{Edition: w.edition.ID, On: true, Before: []int{7, 0}, After: []int{1}, DeclareUntil: "2026-07-20",
		ScoringUntil: "2026-08-01", Note: "Kính gửi\nbà con", By: w.user.ID, At: day}
	w.letter = judging.ReminderLetter{ID: id(), Edition: w.edition.ID, Person: "nomination:" + w.nomination.ID, Day: "2026-07-15",
		State: judging.ReminderHeld, Subject: "Nhắc", Text: "Mời bác nộp", Planned: day.Add(time.Hour), By: w.user.ID,
		Ended: day}
	visit := id()
	w.visit = judging.VisitNote{ID: visit, Visit: visit, Edition: w.edition.ID, Nomination: w.nomination.ID, Version: 1, HeldOn: "2026-07-05",
		Place: "12 Lê Lợi", Members: []string{w.user.ID}, Others: "ông Lân", Seen: "ong nuôi ở bãi đước", By: w.user.ID, At: day}
	w.shot = judging.VisitPhoto{ID: id(), Visit: visit, Edition: w.edition.ID, N: 1, SHA256: id(), MediaType: "image/jpeg", Size: 1 << 33,
		Filename: "bãi ong.jpg", By: w.user.ID, At: day, Removed: day.Add(time.Hour)}
	w.trial = judging.Calibration{ID: id(), Edition: w.edition.ID, N: 1, Named: true, By: w.user.ID, At: day, Opened: day, Ended: day.Add(time.Hour),
		EndedBy: w.user.ID}
	w.example = judging.CalibrationExample{ID: id(), Calibration: w.trial.ID, Edition: w.edition.ID, N: 1, Title: "Ấm giả định", ProductGroup: "N2",
		Description: "không có thật"}
	w.exampleFile = judging.CalibrationFile{ID: id(), Example: w.example.ID, N: 1, SHA256: id(), MediaType: "image/png", Size: 1 << 33, Filename: "ấm.png"}
	w.trialMarks = judging.CalibrationMarks{Example: w.example.ID, Judge: w.user.ID, Marks: marks, Total: points(35_750),
		ByTop: []judging.Points{4500, 31_250}, Updated: day}
	w.pass = judging.Pass{ID: id(), Edition: w.edition.ID, N: 1, Closed: day, ClosedBy: w.user.ID, LeftOpen: "ốm",
		SheetsHash: judging.SheetsHash([]judging.Sheet{w.sheet}), Reopened: 1, Reason: "thiếu", Opened: day}
	w.addMeeting()
	w.proposal = judging.ProposalRecord{ID: id(), Edition: w.edition.ID, Members: 9, By: w.user.ID, At: day,
		Proposal: judging.Proposal{HeldOn: "2026-07-13", Items: []judging.ProposalItem{{Nomination: w.nomination.ID, Reason: "hay", Prize: "A"}},
			LeftOut: []judging.LeftOut{{Nomination: "khác", Reason: "trùng"}}, Present: 7, For: 5, Against: 1, Abstain: 1}}
	w.decision = judging.Decision{ID: id(), Edition: w.edition.ID, Number: "12/QĐ-UBND", Date: "2026-07-14", Authority: "UBND tỉnh",
		Signer: judging.Signer{Name: "Trần A", Title: "Phó Chủ tịch", Block: "TM. ỦY BAN"}, Nominations: []string{w.nomination.ID},
		NotifiedOn: "2026-07-15", File: id(), Replaces: id(), Reason: "gõ sai số", By: w.user.ID, At: day}
	w.certificate = certificates.Certificate{ID: id(), Organiser: organiser, Edition: w.edition.ID, Nomination: w.nomination.ID,
		Decision: w.decision.ID, Code: id(), Seq: 1, Number: "01/2026/GCN", Statement: []byte(`{"a":"b"}`), Product: "Mật ong đước",
		Producer: data.Name, Address: "Sa Đéc", Group: "N2", IssuedOn: "2026-07-20", ValidUntil: "2029-12-31", PDFSHA256: id(),
		Prepared: day, Issued: day.Add(time.Minute), Replaces: "cũ", Reason: "sai tên",
		ReissueNumber: "14/QĐ", ReissueDate: "2026-08-03", PreparedBy: w.user.ID}
	w.event = certificates.Event{ID: id(), Certificate: w.certificate.ID, Kind: certificates.EventRevoked, Reason: "vi phạm",
		DecisionNumber: "13/QĐ", DecisionDate: "2026-08-01", EffectiveOn: "2026-08-02", Successor: "sau", By: w.user.ID, At: day}
	w.picture = certificates.NewPicture([]byte{0x89, 'P', 0, 0xFF, '\n'})
	w.look = certificates.Look{Edition: w.edition.ID, Design: "modern-1", Language: "vi-en", Place: "Cao Lãnh", Authority: "UBND tỉnh",
		Signer: certificates.Signer{Name: "Trần Mẫu", Title: "Chủ tịch", Block: "TM. UBND\nKT."}, Emblem: w.picture.SHA256, Seal: id(), Offline: true,
		By: w.user.ID, At: day}
	w.signature = certificates.Countersignature{ID: id(), Certificate: w.certificate.ID, SHA256: "ab12", Signer: "Ủy ban nhân dân tỉnh", Claimed: day,
		By: w.user.ID, At: day.Add(time.Second)}
	w.asked = certificates.RevocationProposal{ID: id(), Edition: w.edition.ID, Certificate: w.certificate.ID, Members: 7,
		ProposalInput: certificates.ProposalInput{Kind: certificates.EventRevoked, Ground: "law", Reason: "vi phạm", HeldOn: "2026-07-30",
			Votes: certificates.Votes{Present: 6, For: 4, Against: 1, Abstain: 1}},
		Evidence: certificates.Evidence{SHA256: "cd34", MediaType: "application/pdf", Filename: "biên bản.pdf"},
		State:    certificates.ProposalDecided, Outcome: "rút", Event: w.event.ID, By: w.user.ID, At: day, EndedBy: w.user.ID, Ended: day.Add(time.Hour)}
	w.notice = certificates.Notice{Event: w.event.ID, Edition: w.edition.ID, Certificate: w.certificate.ID, Job: "job", Told: day, ToldBy: w.user.ID}
	return w
}

// addMeeting makes the records of a meeting.
func (w *world) addMeeting() {
	id, user, entry := accounts.NewID, w.user.ID, w.nomination.ID
	w.meeting = judging.Meeting{ID: id(), Edition: w.edition.ID, N: 3, Pass: 2, Opened: day, OpenedBy: user, Closed: day.Add(time.Hour), ClosedBy: user,
		Breaks: []judging.Break{{From: day, Until: day.Add(time.Minute)}, {From: day}}, Proposal: id(), Reason: "hết giờ", Position: id(), Revision: 1 << 40}
	w.item = judging.AgendaItem{ID: id(), Meeting: w.meeting.ID, Seq: 4, Kind: judging.ItemTie, Nomination: entry, Entries: []string{entry, "khác"}, Places: 2,
		Jury: judging.StandLeftOut, Discuss: []judging.DiscussReason{judging.DiscussTie}, Stand: judging.StandProposed, Taken: []string{entry}, Prize: "A",
		Reason: "đặc sắc", Settled: day, By: user, Discussion: "Nên giữ nghề", Discussed: day.Add(time.Second), DiscussedBy: user}
	w.meeting.Agenda = judging.AgendaHash([]judging.AgendaItem{w.item})
	w.roll = judging.RollChange{ID: id(), Meeting: w.meeting.ID, N: 5, Member: user, Present: true, By: user, At: day}
	w.ballot = judging.Ballot{ID: id(), Meeting: w.meeting.ID, Item: w.item.ID, N: 6, Kind: judging.ItemTie, Secret: true, Question: "Chọn ai?", Opened: day,
		OpenedBy: user, List: id(), HandBallots: 2, HandMembers: []string{user}, Hand: map[string]int{entry: 2}, Closed: day.Add(time.Minute), ClosedBy: user, Cancelled: true, Reason: "nhầm",
		Members: 9, Present: 8, Voted: 7, Counts: map[string]int{entry: 3, "khác": 4}, Names: []judging.NamedVote{{Member: user, Choices: []string{entry}}},
		Elected: []string{entry}, Carried: true}
	w.vote = judging.NamedVote{Member: user, Choices: []string{entry}}
	w.dissent = judging.Dissent{ID: id(), Meeting: w.meeting.ID, Item: w.item.ID, Member: user, Text: "Tôi bảo lưu", At: day}
	w.council = judging.CouncilConflict{ID: id(), Edition: w.edition.ID, Member: user, Nomination: entry, Reason: "cô ruột", By: user, At: day}
}

// saveMeeting writes the records of the meeting with their leaves.
func (w world) saveMeeting(t *store.Tx) error {
	for _, step := range []func() error{
		func() error { return t.SaveMeeting(w.meeting) },
		func() error { return t.Append(judging.MeetingLeaf("meeting.closed", w.meeting, day)) },
		func() error { return t.SaveAgendaItem(w.item) },
		func() error { return t.Append(judging.AgendaItemLeaf("item.settled", w.item, day)) },
		func() error { return t.SaveRollChange(w.roll) },
		func() error { return t.Append(judging.RollLeaf("roll.changed", w.roll, day)) },
		func() error { return t.SaveBallot(w.ballot) },
		func() error { return t.Append(judging.BallotLeaf("ballot.closed", w.ballot, day)) },
		func() error { return t.SaveNamedVote(w.ballot.ID, w.vote) },
		func() error { return t.CastSecret("another", w.user.ID, w.item.Entries, w.item.Taken) },
		func() error { return t.SaveDissent(w.dissent) },
		func() error { return t.Append(judging.DissentLeaf("dissent.written", w.dissent, day)) },
		func() error { return t.SaveCouncilConflict(w.council) },
		func() error { return t.Append(judging.CouncilConflictLeaf("council.conflict", w.council, day)) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// save writes every record of the world and its leaf in one transaction.
func (w world) save(t *store.Tx) error {
	steps := []func() error{
		func() error { return t.SaveUser(w.user) },
		func() error { return t.Append(accounts.TokenLeaf("token.made", w.token, day)) }, // before its row on purpose
		func() error { return t.SaveToken(w.token) },
		func() error { return t.SaveInvitation(w.invitation) },
		func() error { return t.Append(accounts.InvitationLeaf("invitation.accepted", w.invitation, day)) },
		func() error { return t.SaveEdition(w.edition) },
		func() error { return t.Append(judging.EditionLeaf("edition.opened", w.edition, day)) },
		func() error { return t.SaveAct(w.act) },
		func() error { return t.Append(judging.ActLeaf("act.noted", w.act, day)) },
		func() error { return t.SaveGrant(w.grant) },
		func() error { return t.Append(judging.GrantLeaf("grant.made", w.grant, day)) },
		func() error { return t.SaveProducer(w.producer) },
		func() error { return t.SaveProduct(w.product) },
		func() error { return t.SaveNomination(w.nomination) },
		func() error { return t.Append(judging.NominationLeaf("nomination.accepted", w.nomination, day)) },
		func() error { return t.SaveDocument(w.document) },
		func() error { return t.SaveDocumentCheck(w.document.ID, w.check) },
		func() error { return t.SaveVerdict(w.verdict) },
		func() error { return t.Append(judging.VerdictLeaf("verdict", w.verdict, day)) },
		func() error { return t.SaveDeclaration(w.declaration) },
		func() error { return t.Append(judging.DeclarationLeaf("declared", w.declaration, day)) },
		func() error { return t.SaveConflict(w.conflict) },
		func() error { return t.Append(judging.ConflictLeaf("conflict", w.conflict, day)) },
		func() error { return t.SaveDismissal(w.dismissal) },
		func() error { return t.Append(judging.DismissalLeaf("conflict.dismissed", w.dismissal, day)) },
		func() error { return t.SaveAssignment(w.assignment) },
		func() error { return t.Append(judging.AssignmentLeaf("panel.assigned", w.assignment, day)) },
		func() error { return t.SaveJudgeSlip(w.judgeSlip) },
		func() error { return t.Append(accounts.JudgeSlipLeaf("slip.used", w.judgeSlip, day)) },
		func() error { return t.SaveAbsence(w.absence) },
		func() error { return t.Append(judging.AbsenceLeaf("absence.ended", w.absence, day)) },
		func() error { return t.SaveSheets([]judging.Sheet{w.sheet}) },
		func() error { return t.SaveDraft(w.draft) },
		func() error { return t.SaveSeal(w.seal) },
		func() error { return t.Append(judging.SealLeaf("sheet.sealed", w.seal, day)) },
		func() error { return t.SavePaperSheet(w.paper) },
		func() error { return t.Append(judging.PaperLeaf("sheet.typed", w.paper, day)) },
		func() error { return t.Append(judging.SheetLeaf("sheet.submitted", w.sheet, day)) },
		func() error { return t.SaveSheetNote(w.note) },
		func() error { return t.SaveReminderPlan(w.plan) },
		func() error { return t.AddReminderLetter(w.letter) },
		func() error { return t.SaveVisitNote(w.visit) },
		func() error { return t.Append(judging.VisitNoteLeaf("visit.noted", w.visit, day)) },
		func() error { return t.SaveVisitPhoto(w.shot) },
		func() error { return t.Append(judging.VisitPhotoLeaf("visit.photo_removed", w.shot, day)) },
		func() error { return t.SaveCalibration(w.trial) },
		func() error { return t.SaveCalibrationExample(w.example) },
		func() error { return t.SaveCalibrationFile(w.exampleFile) },
		func() error { return t.SaveCalibrationMarks(w.trialMarks) },
		func() error { return t.SavePass(w.pass) },
		func() error { return t.Append(judging.PassLeaf("pass.closed", w.pass, day)) },
		func() error { return w.saveMeeting(t) },
		func() error { return t.SaveProposal(w.proposal) },
		func() error { return t.Append(judging.ProposalLeaf("proposal", w.proposal, day)) },
		func() error { return t.SaveDecision(w.decision) },
		func() error { return t.Append(judging.DecisionLeaf("decision", w.decision, day)) },
		func() error { return t.SaveCertificate(w.certificate) },
		func() error {
			return t.Append(certificates.CertificateLeaf("certificate.issued", w.certificate, day))
		},
		func() error { return t.SaveEvent(w.event) },
		func() error { return t.Append(certificates.EventLeaf("certificate.revoked", w.event, day)) },
		func() error { return t.SaveCountersignature(w.signature) },
		func() error { return t.SaveCertificatePicture(w.picture) },
		func() error { return t.SaveCertificatePicture(w.picture) },
		func() error { return t.SaveCertificateLook(w.look) },
		func() error {
			return t.Append(certificates.CountersignatureLeaf("certificate.countersigned", w.signature, day))
		},
		func() error { return t.SaveRevocationProposal(w.asked) },
		func() error {
			return t.Append(certificates.RevocationProposalLeaf("revocation.decided", w.asked, day))
		},
		func() error { return t.SaveNotice(w.notice) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	t.Publish()
	return nil
}

// fill stores a new world.
func fill(t testing.TB, db *store.DB) world {
	t.Helper()
	var w world
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		o, err := tx.OrganiserBySlug("default")
		if err != nil {
			return err
		}
		w = newWorld(o.ID)
		return w.save(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// view reads one value in a transaction of its own.
func view[T any](db *store.DB, f func(*store.Tx) (T, error)) (v T, err error) {
	err = db.View(context.Background(), func(tx *store.Tx) error {
		v, err = f(tx)
		return err
	})
	return v, err
}

// column reads a column of texts by plain SQL of the engine.
func column(t *testing.T, db *store.DB, statement string) (list []string) {
	t.Helper()
	rows, err := db.Reader().QueryContext(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// makeOlder makes a database of the schema's version 2.
func makeOlder(t *testing.T, conf store.Config) {
	t.Helper()
	if err := store.SetUpAt(t.Context(), conf, 2); err != nil {
		t.Fatal(err)
	}
}
