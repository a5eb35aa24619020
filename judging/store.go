package judging

import (
	"context"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/ledger"
)

// Store runs functions on one consistent view of the record.
type Store interface {
	// View runs f on a read-only snapshot.
	View(ctx context.Context, f func(Tx) error) error
	// Update runs f and makes what it did durable, with its leaves, before it returns nil; on any
	// error nothing of it remains. It may run f twice.
	Update(ctx context.Context, f func(Tx) error) error
}

// Tx is what the rules of an award need of a database. Loads of one row answer the fault not_found when
// it is missing. Lists come in a stated order.
type Tx interface {
	// Append seals a leaf into the ledger when the transaction commits.
	Append(leaf ledger.Leaf) error
	// Publish marks that a checkpoint of the log is to be published when the transaction commits.
	Publish()
	// Enqueue makes a job run after the commit. A second job with the same non-empty key that still
	// waits is dropped.
	Enqueue(job Job) error
	// Receipt is the commitment of the latest leaf of a row, from the commit of that leaf on.
	Receipt(table, id string) (Receipt, error)

	Organiser(id string) (accounts.Organiser, error)
	User(id string) (accounts.User, error)
	UserByEmail(email string) (accounts.User, error)
	SaveUser(accounts.User) error
	Invitations(user string) ([]accounts.Invitation, error) // newest first
	SaveInvitation(accounts.Invitation) error
	JudgeSlips(edition string) ([]accounts.JudgeSlip, error) // oldest first
	// EndJudging ends the sessions that are for the judging of an edition alone, of one person when user is given.
	EndJudging(edition, user string) error

	Edition(id string) (Edition, error)
	EditionBySlug(slug string) (Edition, error)
	Editions(organiser string) ([]Edition, error) // newest first; every organiser's when empty
	SaveEdition(Edition) error
	SaveAct(Act) error

	Grants(edition string) ([]accounts.Grant, error)  // those that hold, oldest first
	Vacated(edition string) ([]accounts.Grant, error) // of judges, that have ended and nobody has taken over, oldest first
	Grant(id string) (accounts.Grant, error)          // also one that has ended
	SaveGrant(accounts.Grant) error

	Nomination(id string) (Nomination, error)
	Nominations(NominationQuery) ([]Nomination, error)
	NominationByKey(edition, key string) (Nomination, error) // by ImportKey
	// NextSeq is the next unused number of a series within an owner ("nomination" of an edition).
	NextSeq(owner, series string) (int, error)
	SaveNomination(Nomination) error
	ProducerByName(organiser, name, commune string) (Producer, error)
	Producer(id string) (Producer, error)
	SaveProducer(Producer) error
	ProductByName(producer, name string) (Product, error)
	Product(id string) (Product, error)
	// ProducerUses and ProductUses count the nominations that point to a row.
	ProducerUses(id string) (int, error)
	ProductUses(id string) (int, error)
	SaveProduct(Product) error

	Documents(nomination string) ([]Document, error) // those not removed, by n
	DocumentCounts(edition string) (map[string]map[string]int, error)
	NextDocument(nomination string) (int, error)
	SaveDocument(Document) error
	// DocumentChecks are what the secretariat noted of the documents not removed, by number.
	DocumentChecks(nomination string) ([]DocumentCheck, error)
	SaveDocumentCheck(document string, c DocumentCheck) error
	Verdicts(nomination string) ([]Verdict, error) // oldest first
	SaveVerdict(Verdict) error
	// DeskNotes are what the secretariat's queue shows beside an edition's nominations, by nomination.
	DeskNotes(edition string) (map[string]DeskNote, error)
	// SaveReminder notes when, and by whom, the filer of a nomination was last reminded.
	SaveReminder(nomination, by string, at time.Time) error

	ReminderPlan(edition string) (ReminderPlan, error)
	SaveReminderPlan(ReminderPlan) error
	ActiveReminderPlans() ([]ReminderPlan, error) // of every edition, those that are on
	// ReminderLetters are an edition's letters, the latest day first, OpenReminderLetters those of every edition that may
	// still leave, by planned time, ReminderLettersOn those for one day, and SentReminderLetters those of every edition that
	// left between two moments, the second not included.
	ReminderLetter(id string) (ReminderLetter, error)
	ReminderLetters(edition string) ([]ReminderLetter, error)
	OpenReminderLetters() ([]ReminderLetter, error)
	ReminderLettersOn(edition, day string) ([]ReminderLetter, error)
	SentReminderLetters(from, to time.Time) ([]ReminderLetter, error)
	// AddReminderLetter writes a new letter, unless the edition has one for the person on that day.
	AddReminderLetter(ReminderLetter) error
	// ChangeReminderLetter writes a letter that is open; the fault letter_over says that it is so no more.
	ChangeReminderLetter(ReminderLetter) error
	// ForgetMail gives up the mails of an edition to an address that have not left, and masks it in them.
	ForgetMail(edition, address string) error

	// SaveErasure records an erasure and makes the row's leaves forget the salts of its fields.
	SaveErasure(Erasure) error

	Declarations(edition string) ([]Declaration, error)
	SaveDeclaration(Declaration) error
	Conflicts(edition string) ([]Conflict, error)
	SaveConflict(Conflict) error
	Dismissals(edition string) ([]Dismissal, error) // oldest first
	SaveDismissal(Dismissal) error
	Assignment(edition string) (Assignment, error) // the latest
	SaveAssignment(Assignment) error
	Absences(edition string) ([]Absence, error) // oldest first
	SaveAbsence(Absence) error

	Passes(edition string) ([]Pass, error) // by number
	SavePass(Pass) error
	Sheet(id string) (Sheet, error)
	Sheets(SheetQuery) ([]Sheet, error)
	SaveSheet(Sheet) error
	SaveSheets([]Sheet) error
	// DropSheet and DropPass remove a sheet that nobody has touched and a pass that was never closed: neither
	// is in the record yet. They leave any other alone.
	DropSheet(id string) error
	DropPass(id string) error
	// SheetStates are the sheets of a pass, by entry code and the order of names, without what is on them.
	SheetStates(edition string, pass int) ([]SheetStateLine, error)
	SaveDraft(SheetDraft) error
	Drafts(sheet string) ([]SheetDraft, error) // by version
	SaveSeal(SheetSeal) error
	// SheetNote is what a judge noted of a sheet, SheetNotes what one judge did in an edition, SheetQuestions what all
	// judges asked there, oldest first.
	SheetNote(sheet string, objects bool) (SheetNote, error)
	SheetNotes(edition, judge string) ([]SheetNote, error)
	SheetQuestions(edition string) ([]SheetQuestion, error)
	SaveSheetNote(SheetNote) error
	// VisitNote is one version of a visit's note, VisitNotes every version of an edition's, of one nomination when it is
	// given, by visit and version, VisitPhotos the photos of an edition's visits that are there, by visit and number.
	VisitNote(id string) (VisitNote, error)
	VisitNotes(edition, nomination string) ([]VisitNote, error)
	SaveVisitNote(VisitNote) error // a new version
	VisitPhotos(edition string) ([]VisitPhoto, error)
	NextVisitPhoto(visit string) (int, error)
	SaveVisitPhoto(VisitPhoto) error
	// What follows of calibrations is no part of the record. Rounds, examples and files come by number, marks by judge.
	Calibration(id string) (Calibration, error)
	Calibrations(edition string) ([]Calibration, error)
	SaveCalibration(Calibration) error
	CalibrationExample(id string) (CalibrationExample, error)
	CalibrationExamples(calibration string) ([]CalibrationExample, error)
	SaveCalibrationExample(CalibrationExample) error
	DropCalibrationExample(id string) error // with its files
	CalibrationFiles(example string) ([]CalibrationFile, error)
	SaveCalibrationFile(CalibrationFile) error
	CalibrationMarks(example string) ([]CalibrationMarks, error)
	SaveCalibrationMarks(CalibrationMarks) error
	// PaperSheets are typed paper sheets by the time of their first typing, those given up included.
	PaperSheets(PaperQuery) ([]PaperSheet, error)
	SavePaperSheet(PaperSheet) error
	// SealedTotals are the totals that count: of sheets submitted or locked with a seal, null ones left out.
	SealedTotals(edition string, pass int) (map[string][]SheetTotal, error) // by nomination

	Meetings(edition string) ([]Meeting, error) // by number
	SaveMeeting(Meeting) error
	AgendaItems(meeting string) ([]AgendaItem, error) // by Seq
	SaveAgendaItem(AgendaItem) error
	RollChanges(meeting string) ([]RollChange, error) // by N
	SaveRollChange(RollChange) error
	CouncilConflicts(edition string) ([]CouncilConflict, error) // oldest first
	SaveCouncilConflict(CouncilConflict) error
	Dissents(meeting string) ([]Dissent, error) // oldest first
	SaveDissent(Dissent) error
	Ballots(meeting string) ([]Ballot, error) // by N
	SaveBallot(Ballot) error
	// NamedVotes are the votes cast so far in a ballot that is open and not secret, by account.
	NamedVotes(ballot string) ([]NamedVote, error)
	SaveNamedVote(ballot string, v NamedVote) error
	// SecretVoters and SecretVotes are who has voted in a secret ballot and how often each choice was made. Nothing
	// that CastSecret leaves behind tells who chose what; options are the choices that there are.
	SecretVoters(ballot string) ([]string, error)
	SecretVotes(ballot string) (map[string]int, error)
	CastSecret(ballot, member string, options, choices []string) error
	// DropVotes forgets the votes that waited for the close of a ballot.
	DropVotes(ballot string) error

	Proposal(edition string) (ProposalRecord, error) // the latest
	SaveProposal(ProposalRecord) error
	Decisions(edition string) ([]Decision, error)       // those in force, oldest first
	DecisionHistory(edition string) ([]Decision, error) // corrected ones too, oldest first
	SaveDecision(Decision) error
	// CertificateUses counts the certificates, prepared or issued, of an edition and, unless it is empty, of
	// one decision.
	CertificateUses(edition, decision string) (int, error)

	// Counts sums up an edition's nominations and papers; today is YYYY-MM-DD.
	Counts(edition, today string) (EditionCounts, error)
	Communes(edition string) ([]string, error)         // where its producers are, in Vietnamese order
	NominationsOf(filer string) ([]Nomination, error)  // of every edition, newest first
	RowLeaves(table, id string) ([]JournalLine, error) // oldest first
	Journal(edition string, q JournalQuery, sheets bool) ([]JournalLine, error)
	// LastCheckpoint is the last published checkpoint and its size; not_found before the first one.
	LastCheckpoint() (text string, size int64, err error)
	// CheckpointsFrom are the published checkpoints of that many leaves or more, the smallest first.
	CheckpointsFrom(size int64) ([]string, error)
	// RowEntries are the leaves of one row below an index, oldest first, with what opens them: for the results
	// bundle, which alone shows it.
	RowEntries(table, id string, before int64) ([]ledger.Entry, error)
	HashReader() tlog.HashReader
	// Telling reports whether the ledger's size would tell how many sheets of an open pass were acted on.
	Telling() (bool, error)
}

// NominationQuery picks nominations of one edition, ordered by the CLDR Vietnamese order of the
// product's name, exact matches of Text first.
type NominationQuery struct {
	Edition string
	Text    string // searched without diacritics in product, producer, code and entry code
	State   NominationState
	States  []NominationState // any of these, when State is empty
	Group   string
	Commune string // of the producer, whatever its case and spacing
	Filer   string // only those of this account
	Overdue bool   // only those whose day for completing it has passed
	Today   string // YYYY-MM-DD, given by the service for Overdue
	Oldest  bool   // in the order of submission, drafts last
	After   string // id of the last one seen, or empty; the store finds its place in the order again
	Limit   int    // 0 = all
}

// SheetQuery picks sheets of one edition, by pass, entry code and id.
type SheetQuery struct {
	Edition    string
	Pass       int // 0 = every pass
	Judge      string
	Nomination string
	State      SheetState
	After      string // id of the last one seen, or empty
	Limit      int    // 0 = all
}

// Job is work that happens after the commit.
type Job struct {
	ID      string
	Kind    string // "mail", "certificates"
	Edition string // whose job it is, or empty
	Key     string // unique among waiting jobs of the kind, or empty
	Payload []byte // JSON
	Total   int    // items to do, when known
	After   time.Time
}
