package store

import "vinhdanh/judging"

const (
	proposalColumns = `id, edition, members, held_on, items, left_out, present, votes_for, votes_against, votes_abstain,
made_by, made_at`
	decisionColumns = `id, edition, number, decided_on, authority, signer, nominations, notified_on, file, made_by, made_at,
replaces, reason`

	queryProposal query = "SELECT " + proposalColumns + ` FROM proposals
WHERE edition = $1 ORDER BY made_at DESC, id DESC LIMIT 1`
	querySaveProposal query = "INSERT INTO proposals (" + proposalColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, members = excluded.members, held_on = excluded.held_on,
items = excluded.items, left_out = excluded.left_out, present = excluded.present,
votes_for = excluded.votes_for, votes_against = excluded.votes_against, votes_abstain = excluded.votes_abstain,
made_by = excluded.made_by, made_at = excluded.made_at`
	queryDecisions query = "SELECT " + decisionColumns + ` FROM decisions d
WHERE edition = $1 AND NOT EXISTS (SELECT 1 FROM decisions r WHERE r.replaces = d.id) ORDER BY made_at, id`
	queryDecisionHistory query = "SELECT " + decisionColumns + ` FROM decisions
WHERE edition = $1 ORDER BY made_at, id`
	querySaveDecision query = "INSERT INTO decisions (" + decisionColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, number = excluded.number,
decided_on = excluded.decided_on, authority = excluded.authority, signer = excluded.signer,
nominations = excluded.nominations, notified_on = excluded.notified_on, file = excluded.file,
made_by = excluded.made_by, made_at = excluded.made_at, replaces = excluded.replaces, reason = excluded.reason`
)

func scanProposal(t *Tx, row scan) (p judging.ProposalRecord, err error) {
	err = row(&p.ID, &p.Edition, &p.Members, &p.HeldOn, decodeList(t, &p.Items), decodeList(t, &p.LeftOut),
		&p.Present, &p.For, &p.Against, &p.Abstain, &p.By, stamp(&p.At))
	return p, err
}

// Proposal loads the latest proposal of an edition.
func (t *Tx) Proposal(edition string) (judging.ProposalRecord, error) {
	return one(t, "proposal", scanProposal, queryProposal, edition)
}

// SaveProposal writes a proposal; earlier ones of the edition stay in the record.
func (t *Tx) SaveProposal(p judging.ProposalRecord) error {
	return t.exec(querySaveProposal, p.ID, p.Edition, p.Members, p.HeldOn, encode(list(p.Items)),
		encode(list(p.LeftOut)), p.Present, p.For, p.Against, p.Abstain, p.By, micros(p.At))
}

func scanDecision(t *Tx, row scan) (d judging.Decision, err error) {
	err = row(&d.ID, &d.Edition, &d.Number, &d.Date, &d.Authority, decode(t, &d.Signer),
		decodeList(t, &d.Nominations), &d.NotifiedOn, &d.File, &d.By, stamp(&d.At), &d.Replaces, &d.Reason)
	return d, err
}

// Decisions lists the decisions of an edition that are in force, oldest first; a corrected one is not.
func (t *Tx) Decisions(edition string) ([]judging.Decision, error) {
	return all(t, scanDecision, queryDecisions, edition)
}

// DecisionHistory lists every decision recorded for an edition, oldest first.
func (t *Tx) DecisionHistory(edition string) ([]judging.Decision, error) {
	return all(t, scanDecision, queryDecisionHistory, edition)
}

// SaveDecision writes a decision.
func (t *Tx) SaveDecision(d judging.Decision) error {
	return t.exec(querySaveDecision, d.ID, d.Edition, d.Number, d.Date, d.Authority, encode(d.Signer),
		encode(list(d.Nominations)), d.NotifiedOn, d.File, d.By, micros(d.At), d.Replaces, d.Reason)
}
