package store

import (
	"time"

	"vinhdanh/certificates"
)

const (
	revocationColumns = `id, edition, certificate, kind, ground, reason, held_on, members, present, votes_for, votes_against, votes_abstain,
evidence_sha256, evidence_type, evidence_name, state, outcome, event, made_by, made_at, ended_by, ended_at`
	noticeColumns = `event, edition, certificate, job, told, told_by`

	queryRevocations    query = "SELECT " + revocationColumns + " FROM revocation_proposals WHERE edition = $1 ORDER BY made_at DESC, id DESC"
	queryRevocation     query = "SELECT " + revocationColumns + " FROM revocation_proposals WHERE id = $1"
	querySaveRevocation query = "INSERT INTO revocation_proposals (" + revocationColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, certificate = excluded.certificate, kind = excluded.kind,
ground = excluded.ground, reason = excluded.reason, held_on = excluded.held_on, members = excluded.members,
present = excluded.present, votes_for = excluded.votes_for, votes_against = excluded.votes_against,
votes_abstain = excluded.votes_abstain, evidence_sha256 = excluded.evidence_sha256, evidence_type = excluded.evidence_type,
evidence_name = excluded.evidence_name, state = excluded.state, outcome = excluded.outcome, event = excluded.event,
made_by = excluded.made_by, made_at = excluded.made_at, ended_by = excluded.ended_by, ended_at = excluded.ended_at`
	queryBoundRevocations query = "SELECT " + revocationColumns + " FROM revocation_proposals WHERE id > $1 ORDER BY id LIMIT $2"

	queryNotice        query = "SELECT " + noticeColumns + " FROM certificate_notices WHERE event = $1"
	queryUntoldNotices query = "SELECT " + noticeColumns + " FROM certificate_notices WHERE edition = $1 AND job = '' AND told = 0 ORDER BY event"
	querySaveNotice    query = "INSERT INTO certificate_notices (" + noticeColumns + ") VALUES ($1, $2, $3, $4, $5, $6)"
	queryMarkTold      query = "UPDATE certificate_notices SET told = $2, told_by = $3 WHERE event = $1"
)

func scanRevocation(_ *Tx, row scan) (p certificates.RevocationProposal, err error) {
	err = row(&p.ID, &p.Edition, &p.Certificate, &p.Kind, &p.Ground, &p.Reason, &p.HeldOn, &p.Members, &p.Present, &p.For, &p.Against,
		&p.Abstain, &p.SHA256, &p.MediaType, &p.Filename, &p.State, &p.Outcome, &p.Event, &p.By, stamp(&p.At), &p.EndedBy, stamp(&p.Ended))
	return p, err
}

// RevocationProposals lists what an edition's council asked about its certificates, the newest first.
func (t *Tx) RevocationProposals(edition string) ([]certificates.RevocationProposal, error) {
	return all(t, scanRevocation, queryRevocations, edition)
}

// RevocationProposal loads one of them by its id.
func (t *Tx) RevocationProposal(id string) (certificates.RevocationProposal, error) {
	return one(t, "proposal", scanRevocation, queryRevocation, id)
}

// SaveRevocationProposal writes what a council asks about a certificate. A second open one about the same fails.
func (t *Tx) SaveRevocationProposal(p certificates.RevocationProposal) error {
	return t.exec(querySaveRevocation, p.ID, p.Edition, p.Certificate, string(p.Kind), string(p.Ground), p.Reason, p.HeldOn, p.Members,
		p.Present, p.For, p.Against, p.Abstain, p.SHA256, p.MediaType, p.Filename, string(p.State), p.Outcome, p.Event, p.By, micros(p.At),
		p.EndedBy, micros(p.Ended))
}

func scanNotice(_ *Tx, row scan) (n certificates.Notice, err error) {
	err = row(&n.Event, &n.Edition, &n.Certificate, &n.Job, stamp(&n.Told), &n.ToldBy)
	return n, err
}

// Notice loads how the producer is told of an act.
func (t *Tx) Notice(event string) (certificates.Notice, error) {
	return one(t, "notice", scanNotice, queryNotice, event)
}

// UntoldNotices lists the acts of an edition of which nobody was told: there is no letter and no telephone call yet.
func (t *Tx) UntoldNotices(edition string) ([]certificates.Notice, error) {
	return all(t, scanNotice, queryUntoldNotices, edition)
}

// SaveNotice writes how a producer is told of an act; each act has one notice at most.
func (t *Tx) SaveNotice(n certificates.Notice) error {
	return t.exec(querySaveNotice, n.Event, n.Edition, n.Certificate, n.Job, micros(n.Told), n.ToldBy)
}

// MarkTold notes when and by whom a producer was told on the telephone.
func (t *Tx) MarkTold(event string, at time.Time, by string) error {
	return t.exec(queryMarkTold, event, micros(at), by)
}

// AllEvents lists what happened to every certificate after its issue, oldest first.
func (t *Tx) AllEvents() ([]certificates.Event, error) { return all(t, scanEvent, queryAllEvents) }
