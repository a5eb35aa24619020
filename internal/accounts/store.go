package accounts

import (
	"context"
	"time"

	"vinhdanh/internal/ledger"
)

// Store runs functions on one consistent view of the accounts; its promises are judging.Store's.
type Store interface {
	View(ctx context.Context, f func(Tx) error) error
	Update(ctx context.Context, f func(Tx) error) error
	// Changes is the moment of now, which every commit that changes people ends before it is answered. It asks nothing
	// of the database.
	Changes() Changes
}

// Tx is what accounts need of a database. Loads of one row answer the fault not_found when it is missing.
type Tx interface {
	Append(leaf ledger.Leaf) error
	SendLetter(Letter) (job string, err error) // after the commit; job is the id to ask for how it went

	Organiser(id string) (Organiser, error)
	OrganiserBySlug(slug string) (Organiser, error)
	Organisers() ([]Organiser, error)
	SaveOrganiser(Organiser) error

	User(id string) (User, error)
	UserByEmail(email string) (User, error)
	UserByPhone(phone string) (User, error)
	Users(organiser string) ([]User, error) // by given name; every organiser's when empty
	CountUsers() (int, error)
	SaveUser(User) error
	GrantsOf(user string) ([]Grant, error) // those that hold
	// Seats are those in an organiser's editions, newest edition first, ended ones too; of one person when
	// user is given.
	Seats(organiser, user string) ([]Seat, error)

	SessionByHash(hash string) (Session, error)
	Sessions(user string) ([]Session, error) // newest first
	SaveSession(Session) error
	TouchSession(id string, seen time.Time) error // nothing happens to one that has ended
	DeleteSession(id string) error
	DeleteSessions(user, except string) error // all but the one with that id

	TokenByHash(hash string) (Token, error)
	TokensOf(user string) ([]Token, error) // newest first, revoked ones too
	Tokens() ([]Token, error)
	SaveToken(Token) error

	InvitationByHash(hash string) (Invitation, error)
	Invitations(user string) ([]Invitation, error) // newest first
	SaveInvitation(Invitation) error

	SlipsOf(user string) ([]Slip, error)        // newest first
	Slips(organiser string) ([]SlipLine, error) // of its people, newest first
	SaveSlip(Slip) error
	JudgeSlipsOf(user string) ([]JudgeSlip, error) // newest first
	SaveJudgeSlip(JudgeSlip) error

	SetupLink() (SetupLink, error)
	SaveSetupLink(SetupLink) error // replaces the earlier one
}
