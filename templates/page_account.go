package templates

import "time"

// Account is "/account": one's own sessions, API tokens and password. It posts to
// /account/sessions/{id}/end, /account/sessions/end-others, /account/tokens (name),
// /account/tokens/{id}/revoke and /account/password (current, password, repeat, revoke_tokens).
type Account struct {
	Shell Shell
	Name  string
	Email string
	Phone string // as people write it, or ""
	// NoPassword is true for who came in by a slip: no current password is asked for.
	NoPassword bool
	// RevokeTokens is "yes" when the box is ticked.
	RevokeTokens string
	Roles        []string // translated, with their editions
	Sessions     []AccountSession
	Tokens       []AccountToken
	// NewToken is shown once, right after it was made.
	NewToken string
	// TokenName is kept in the form that makes a token.
	TokenName string
	Faults    FormFaults
}

// ShowTokens reports whether API tokens are offered: to officials, and to whoever has or wanted one.
func (p Account) ShowTokens() bool {
	return len(p.Roles)+len(p.Tokens) > 0 || p.Faults.Of("name") != ""
}

func (Account) template() string { return "page_account" }

// Others reports whether there is a session beside the current one.
func (p Account) Others() bool {
	for _, s := range p.Sessions {
		if !s.Current {
			return true
		}
	}
	return false
}

// AccountSession is one place where the person is signed in.
type AccountSession struct {
	ID        string
	Device    string // "Chrome · Android"
	StartedAt time.Time
	SeenAt    time.Time
	Current   bool
	Judging   bool // opens the judging of an edition alone
	Kept      bool // remembered until the pass closes
}

// AccountToken is one API token, never its secret; a zero UsedAt shows nothing.
type AccountToken struct {
	ID     string
	Name   string
	MadeAt time.Time
	UsedAt time.Time
}
