package store

import (
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
)

// boundRow is a row of a bound table with the leaf that it makes today. Rows that nothing was done with
// yet (a draft, an untouched sheet) are not bound.
type boundRow struct {
	id    string
	bound bool
	leaf  ledger.Leaf
}

// boundReader reads the rows of a table after an id, a batch at a time.
type boundReader func(t *Tx, after string) ([]boundRow, error)

// bind joins a query by id with the function that makes a leaf of a record. The leaf is made without a
// kind and with an empty time: neither is compared.
func bind[T any](read func(*Tx, scan) (T, error), q query, id func(T) string, bound func(T) bool,
	leaf func(kind string, v T, at time.Time) ledger.Leaf) boundReader {
	return func(t *Tx, after string) ([]boundRow, error) {
		records, err := all(t, read, q, after, batch)
		if err != nil {
			return nil, err
		}
		rows := make([]boundRow, len(records))
		for i, v := range records {
			rows[i] = boundRow{id(v), bound == nil || bound(v), leaf("", v, time.Time{})}
		}
		return rows, nil
	}
}

// boundTables are the tables of which every row that counts has a leaf.
func boundTables() map[string]boundReader {
	return map[string]boundReader{
		"editions": bind(scanEdition, queryBoundEditions,
			func(v judging.Edition) string { return v.ID }, nil, judging.EditionLeaf),
		"edition_acts": bind(scanAct, queryBoundActs,
			func(v judging.Act) string { return v.ID }, nil, judging.ActLeaf),
		"nominations": bind(scanNomination, queryBoundNominations,
			func(v judging.Nomination) string { return v.ID },
			func(v judging.Nomination) bool { return !v.Submitted.IsZero() }, judging.NominationLeaf),
		"verdicts": bind(scanVerdict, queryBoundVerdicts,
			func(v judging.Verdict) string { return v.ID }, nil, judging.VerdictLeaf),
		"grants": bind(scanGrant, queryBoundGrants,
			func(v accounts.Grant) string { return v.ID }, nil, judging.GrantLeaf),
		"declarations": bind(scanDeclaration, queryBoundDeclarations,
			func(v judging.Declaration) string { return v.ID }, nil, judging.DeclarationLeaf),
		"conflict_dismissals": bind(scanDismissal, queryBoundDismissals,
			func(v judging.Dismissal) string { return v.ID }, nil, judging.DismissalLeaf),
		"assignments": bind(scanAssignment, queryBoundAssignments,
			func(v judging.Assignment) string { return v.ID }, nil, judging.AssignmentLeaf),
		"absences": bind(scanAbsence, queryBoundAbsences,
			func(v judging.Absence) string { return v.ID }, nil, judging.AbsenceLeaf),
		"conflicts": bind(scanConflict, queryBoundConflicts,
			func(v judging.Conflict) string { return v.ID }, nil, judging.ConflictLeaf),
		"visit_notes": bind(scanVisitNote, queryBoundVisitNotes,
			func(v judging.VisitNote) string { return v.ID }, nil, judging.VisitNoteLeaf),
		"visit_photos": bind(scanVisitPhoto, queryBoundVisitPhotos,
			func(v judging.VisitPhoto) string { return v.ID }, nil, judging.VisitPhotoLeaf),
		"sheets": bind(scanSheet, queryBoundSheets,
			func(v judging.Sheet) string { return v.ID },
			func(v judging.Sheet) bool { return v.Acts > 0 }, judging.SheetLeaf),
		"sheet_seals": bind(scanSeal, queryBoundSeals,
			func(v judging.SheetSeal) string { return v.ID }, nil, judging.SealLeaf),
		"paper_sheets": bind(scanPaper, queryBoundPapers,
			func(v judging.PaperSheet) string { return v.ID }, nil, judging.PaperLeaf),
		"passes":   boundPasses,
		"meetings": boundMeetings,
		"meeting_items": bind(scanAgendaItem, queryBoundItems,
			func(v judging.AgendaItem) string { return v.ID },
			func(v judging.AgendaItem) bool {
				return !v.Settled.IsZero() || !v.Discussed.IsZero() || v.Discussion != ""
			}, judging.AgendaItemLeaf),
		"meeting_roll": bind(scanRoll, queryBoundRoll,
			func(v judging.RollChange) string { return v.ID }, nil, judging.RollLeaf),
		"meeting_ballots": bind(scanBallot, queryBoundBallots,
			func(v judging.Ballot) string { return v.ID },
			func(v judging.Ballot) bool { return !v.Closed.IsZero() }, judging.BallotLeaf),
		"meeting_dissents": bind(scanDissent, queryBoundDissents,
			func(v judging.Dissent) string { return v.ID }, nil, judging.DissentLeaf),
		"council_conflicts": bind(scanCouncilConflict, queryBoundCouncilConflicts,
			func(v judging.CouncilConflict) string { return v.ID }, nil, judging.CouncilConflictLeaf),
		"proposals": bind(scanProposal, queryBoundProposals,
			func(v judging.ProposalRecord) string { return v.ID }, nil, judging.ProposalLeaf),
		"decisions": bind(scanDecision, queryBoundDecisions,
			func(v judging.Decision) string { return v.ID }, nil, judging.DecisionLeaf),
		"erasures": bind(scanErasure, queryBoundErasures,
			func(v judging.Erasure) string { return v.ID }, nil, judging.ErasureLeaf),
		"certificates": bind(scanCertificate, queryBoundCertificates,
			func(v certificates.Certificate) string { return v.ID },
			func(v certificates.Certificate) bool { return !v.Issued.IsZero() }, certificates.CertificateLeaf),
		"certificate_events": bind(scanEvent, queryBoundEvents,
			func(v certificates.Event) string { return v.ID }, nil, certificates.EventLeaf),
		"revocation_proposals": bind(scanRevocation, queryBoundRevocations,
			func(v certificates.RevocationProposal) string { return v.ID }, nil, certificates.RevocationProposalLeaf),
		"certificate_signatures": bind(scanCountersignature, queryBoundCountersignatures,
			func(v certificates.Countersignature) string { return v.ID }, nil, certificates.CountersignatureLeaf),
		"api_tokens": bind(scanToken, queryBoundTokens,
			func(v accounts.Token) string { return v.ID }, nil, accounts.TokenLeaf),
		"judge_slips": bind(scanJudgeSlip, queryBoundSlips,
			func(v accounts.JudgeSlip) string { return v.ID }, nil, accounts.JudgeSlipLeaf),
		"invitations": bind(scanInvitation, queryBoundInvitations,
			func(v accounts.Invitation) string { return v.ID }, nil, accounts.InvitationLeaf),
	}
}

// boundPasses puts the hash of the sheets as they stand into each closed pass, so that a sheet that was
// deleted, added or given another seal changes the pass's leaf.
func boundPasses(t *Tx, after string) ([]boundRow, error) {
	passes, err := all(t, scanPass, queryBoundPasses, after, batch)
	if err != nil {
		return nil, err
	}
	rows := make([]boundRow, len(passes))
	for i, p := range passes {
		if !p.Closed.IsZero() {
			sheets, err := t.Sheets(judging.SheetQuery{Edition: p.Edition, Pass: p.N})
			if err != nil {
				return nil, err
			}
			if hash := judging.SheetsHash(sheets); hash != p.SheetsHash {
				p.SheetsHash += " but the sheets make " + hash
			}
		}
		rows[i] = boundRow{p.ID, !p.Closed.IsZero() || p.Reopened > 0, judging.PassLeaf("", p, time.Time{})}
	}
	return rows, nil
}

// One statement a bound table reads it in batches by id.
const (
	queryBoundEditions         query = "SELECT " + editionColumns + " FROM editions WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundActs             query = "SELECT " + actColumns + " FROM edition_acts WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundNominations      query = "SELECT " + nominationColumns + " FROM nominations WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundVerdicts         query = "SELECT " + verdictColumns + " FROM verdicts WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundGrants           query = "SELECT " + grantColumns + " FROM grants WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundDeclarations     query = "SELECT " + declarationColumns + " FROM declarations WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundConflicts        query = "SELECT " + conflictColumns + " FROM conflicts WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundDismissals       query = "SELECT " + dismissalColumns + " FROM conflict_dismissals WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundAssignments      query = "SELECT " + assignmentColumns + " FROM assignments WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundAbsences         query = "SELECT " + absenceColumns + " FROM absences WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundSheets           query = "SELECT " + sheetColumns + " FROM sheets WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundSeals            query = "SELECT " + sealColumns + " FROM sheet_seals WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundPasses           query = "SELECT " + passColumns + " FROM passes WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundMeetings         query = "SELECT " + meetingColumns + " FROM meetings WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundItems            query = "SELECT " + itemColumns + " FROM meeting_items WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundRoll             query = "SELECT " + rollColumns + " FROM meeting_roll WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundBallots          query = "SELECT " + ballotColumns + " FROM meeting_ballots WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundDissents         query = "SELECT " + dissentColumns + " FROM meeting_dissents WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundCouncilConflicts query = "SELECT " + councilColumns + " FROM council_conflicts WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundProposals        query = "SELECT " + proposalColumns + " FROM proposals WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundErasures         query = "SELECT " + erasureColumns + " FROM erasures WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundDecisions        query = "SELECT " + decisionColumns + " FROM decisions WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundCertificates     query = "SELECT " + certificateColumns + " FROM certificates WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundEvents           query = "SELECT " + eventColumns + " FROM certificate_events WHERE id > $1 ORDER BY id LIMIT $2"
	queryBoundTokens           query = "SELECT " + tokenColumns + " FROM api_tokens WHERE ledgered = 1 AND id > $1 ORDER BY id LIMIT $2"
	queryBoundInvitations      query = "SELECT " + invitationColumns + " FROM invitations WHERE ledgered = 1 AND id > $1 ORDER BY id LIMIT $2"
)
