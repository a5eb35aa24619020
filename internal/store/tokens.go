package store

import "vinhdanh/internal/accounts"

const (
	tokenColumns      = `id, user_id, name, hash, created, revoked`
	invitationColumns = `id, user_id, token_hash, created, expires, accepted`

	queryTokenByHash query = "SELECT " + tokenColumns + " FROM api_tokens WHERE hash = $1"
	queryTokensOf    query = "SELECT " + tokenColumns + ` FROM api_tokens
WHERE user_id = $1 ORDER BY created DESC, id DESC`
	queryTokens    query = "SELECT " + tokenColumns + " FROM api_tokens ORDER BY created DESC, id DESC"
	querySaveToken query = "INSERT INTO api_tokens (" + tokenColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, name = excluded.name, hash = excluded.hash,
created = excluded.created, revoked = excluded.revoked`
	queryInvitationByHash query = "SELECT " + invitationColumns + " FROM invitations WHERE token_hash = $1"
	queryInvitations      query = "SELECT " + invitationColumns + ` FROM invitations
WHERE user_id = $1 ORDER BY created DESC, id DESC`
	querySaveInvitation query = "INSERT INTO invitations (" + invitationColumns + `) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, token_hash = excluded.token_hash,
created = excluded.created, expires = excluded.expires, accepted = excluded.accepted`
	querySetupLink     query = `SELECT token_hash, expires, used FROM setup_link WHERE id = 1`
	querySaveSetupLink query = `INSERT INTO setup_link (id, token_hash, expires, used) VALUES (1, $1, $2, $3)
ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, expires = excluded.expires, used = excluded.used`
)

func scanToken(_ *Tx, row scan) (k accounts.Token, err error) {
	err = row(&k.ID, &k.User, &k.Name, &k.Hash, stamp(&k.Created), stamp(&k.Revoked))
	return k, err
}

// TokenByHash loads an API token by its hash, revoked ones too.
func (t *Tx) TokenByHash(hash string) (accounts.Token, error) {
	return one(t, "token", scanToken, queryTokenByHash, hash)
}

// TokensOf lists a person's API tokens, newest first, revoked ones too.
func (t *Tx) TokensOf(user string) ([]accounts.Token, error) {
	return all(t, scanToken, queryTokensOf, user)
}

// Tokens lists every API token, newest first.
func (t *Tx) Tokens() ([]accounts.Token, error) { return all(t, scanToken, queryTokens) }

// SaveToken writes an API token.
func (t *Tx) SaveToken(k accounts.Token) error {
	return t.exec(querySaveToken, k.ID, k.User, k.Name, k.Hash, micros(k.Created), micros(k.Revoked))
}

func scanInvitation(_ *Tx, row scan) (i accounts.Invitation, err error) {
	err = row(&i.ID, &i.User, &i.TokenHash, stamp(&i.Created), stamp(&i.Expires), stamp(&i.Accepted))
	return i, err
}

// InvitationByHash loads an invitation by the hash of its token, accepted and expired ones too.
func (t *Tx) InvitationByHash(hash string) (accounts.Invitation, error) {
	return one(t, "invitation", scanInvitation, queryInvitationByHash, hash)
}

// Invitations lists a person's invitations, newest first, those that are over too.
func (t *Tx) Invitations(user string) ([]accounts.Invitation, error) {
	return all(t, scanInvitation, queryInvitations, user)
}

// SaveInvitation writes an invitation.
func (t *Tx) SaveInvitation(i accounts.Invitation) error {
	return t.exec(querySaveInvitation, i.ID, i.User, i.TokenHash, micros(i.Created), micros(i.Expires),
		micros(i.Accepted))
}

// SetupLink loads the link that makes the first administrator.
func (t *Tx) SetupLink() (accounts.SetupLink, error) {
	return one(t, "setup_link", func(_ *Tx, row scan) (l accounts.SetupLink, err error) {
		err = row(&l.TokenHash, stamp(&l.Expires), stamp(&l.Used))
		return l, err
	}, querySetupLink)
}

// SaveSetupLink replaces the link.
func (t *Tx) SaveSetupLink(l accounts.SetupLink) error {
	return t.exec(querySaveSetupLink, l.TokenHash, micros(l.Expires), micros(l.Used))
}
