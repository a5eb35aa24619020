package store

import (
	"slices"

	"vinhdanh/judging"
)

const (
	ballotColumns = `id, meeting, item, n, kind, secret, question, opened, opened_by, list, hand_ballots, hand, closed, closed_by,
cancelled, reason, members, present, voted, counts, names, elected, carried, hand_members`

	queryBallots    query = "SELECT " + ballotColumns + ` FROM meeting_ballots WHERE meeting = $1 ORDER BY n`
	querySaveBallot query = "INSERT INTO meeting_ballots (" + ballotColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
ON CONFLICT (id) DO UPDATE SET meeting = excluded.meeting, item = excluded.item, n = excluded.n, kind = excluded.kind,
secret = excluded.secret, question = excluded.question, opened = excluded.opened, opened_by = excluded.opened_by,
list = excluded.list, hand_ballots = excluded.hand_ballots, hand = excluded.hand, closed = excluded.closed,
closed_by = excluded.closed_by, cancelled = excluded.cancelled, reason = excluded.reason, members = excluded.members,
present = excluded.present, voted = excluded.voted, counts = excluded.counts, names = excluded.names,
elected = excluded.elected, carried = excluded.carried, hand_members = excluded.hand_members`

	queryNamedVotes    query = `SELECT member, choices FROM named_votes WHERE ballot = $1 ORDER BY member`
	querySaveNamedVote query = `INSERT INTO named_votes (ballot, member, choices) VALUES ($1, $2, $3)
ON CONFLICT (ballot, member) DO UPDATE SET choices = excluded.choices`
	queryDropNamedVotes query = `DELETE FROM named_votes WHERE ballot = $1`

	querySecretVoters     query = `SELECT member FROM secret_voters WHERE ballot = $1 ORDER BY member`
	querySaveSecretVoter  query = `INSERT INTO secret_voters (ballot, member) VALUES ($1, $2)`
	queryDropSecretVoters query = `DELETE FROM secret_voters WHERE ballot = $1`
	querySecretVotes      query = `SELECT choice, votes FROM secret_votes WHERE ballot = $1 ORDER BY choice`
	querySaveSecretVotes  query = `INSERT INTO secret_votes (ballot, choice, votes) VALUES ($1, $2, $3)`
	queryDropSecretVotes  query = `DELETE FROM secret_votes WHERE ballot = $1`
)

func scanBallot(t *Tx, row scan) (b judging.Ballot, err error) {
	var secret, cancelled, carried int64
	err = row(&b.ID, &b.Meeting, &b.Item, &b.N, &b.Kind, &secret, &b.Question, stamp(&b.Opened), &b.OpenedBy, &b.List, &b.HandBallots,
		decode(t, &b.Hand), stamp(&b.Closed), &b.ClosedBy, &cancelled, &b.Reason, &b.Members, &b.Present, &b.Voted, decode(t, &b.Counts),
		decodeList(t, &b.Names), decodeList(t, &b.Elected), &carried, decodeList(t, &b.HandMembers))
	b.Secret, b.Cancelled, b.Carried = secret == 1, cancelled == 1, carried == 1
	return b, err
}

// Ballots lists the ballots of a meeting by number.
func (t *Tx) Ballots(meeting string) ([]judging.Ballot, error) {
	return all(t, scanBallot, queryBallots, meeting)
}

// SaveBallot writes a ballot without the votes that wait for its close.
func (t *Tx) SaveBallot(b judging.Ballot) error {
	return t.exec(querySaveBallot, b.ID, b.Meeting, b.Item, b.N, string(b.Kind), number(b.Secret), b.Question, micros(b.Opened),
		b.OpenedBy, b.List, b.HandBallots, encode(b.Hand), micros(b.Closed), b.ClosedBy, number(b.Cancelled), b.Reason, b.Members,
		b.Present, b.Voted, encode(b.Counts), encode(list(b.Names)), encode(list(b.Elected)), number(b.Carried), encode(list(b.HandMembers)))
}

// NamedVotes lists what members chose so far in an open ballot, by account.
func (t *Tx) NamedVotes(ballot string) ([]judging.NamedVote, error) {
	return all(t, func(t *Tx, row scan) (v judging.NamedVote, err error) {
		err = row(&v.Member, decodeList(t, &v.Choices))
		return v, err
	}, queryNamedVotes, ballot)
}

// SaveNamedVote writes what a member chose, in place of an earlier choice.
func (t *Tx) SaveNamedVote(ballot string, v judging.NamedVote) error {
	return t.exec(querySaveNamedVote, ballot, v.Member, encode(list(v.Choices)))
}

// secretCount is how often a choice was made.
type secretCount struct {
	choice string
	votes  int
}

func (t *Tx) secretCounts(ballot string) ([]secretCount, error) {
	return all(t, func(_ *Tx, row scan) (c secretCount, err error) {
		err = row(&c.choice, &c.votes)
		return c, err
	}, querySecretVotes, ballot)
}

// SecretVoters lists who has voted in a secret ballot, by account.
func (t *Tx) SecretVoters(ballot string) ([]string, error) {
	return all(t, plain[string], querySecretVoters, ballot)
}

// SecretVotes counts the votes of a secret ballot by choice.
func (t *Tx) SecretVotes(ballot string) (map[string]int, error) {
	counts, err := t.secretCounts(ballot)
	votes := make(map[string]int, len(counts))
	for _, c := range counts {
		votes[c.choice] = c.votes
	}
	return votes, err
}

// CastSecret notes that a member has voted and counts the choices. Every row of the ballot is written anew, in the
// order of the accounts and of the choices: neither the place of a row nor the mark of the transaction that
// PostgreSQL keeps on it tells which of them came last.
func (t *Tx) CastSecret(ballot, member string, options, choices []string) error {
	voters, err := t.SecretVoters(ballot)
	if err != nil {
		return err
	}
	votes, err := t.SecretVotes(ballot)
	if err != nil {
		return err
	}
	for _, c := range choices {
		votes[c]++
	}
	voters = append(voters, member)
	slices.Sort(voters)
	if err := t.DropVotes(ballot); err != nil {
		return err
	}
	for _, v := range voters {
		if err := t.exec(querySaveSecretVoter, ballot, v); err != nil {
			return err
		}
	}
	for _, c := range slices.Sorted(slices.Values(options)) {
		if err := t.exec(querySaveSecretVotes, ballot, c, votes[c]); err != nil {
			return err
		}
	}
	return nil
}

// DropVotes forgets the votes that waited for the close of a ballot.
func (t *Tx) DropVotes(ballot string) error {
	for _, q := range []query{queryDropNamedVotes, queryDropSecretVoters, queryDropSecretVotes} {
		if err := t.exec(q, ballot); err != nil {
			return err
		}
	}
	return nil
}
