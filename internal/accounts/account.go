// Package accounts owns people and what they may do: accounts, grants of roles, tokens, sessions and
// the one permission table. It refuses to know about HTTP, SQL and the rules of an award.
package accounts

import "time"

// Organiser runs editions: a province's department, or any other giver of an award.
type Organiser struct {
	ID       string
	Slug     string // "default" in an installation of one office
	Name     string
	Province string
	Phone    string // printed where people ask for help
	Email    string
	Created  time.Time
	// Programme is the award's name ("Bình chọn sản phẩm CNNT tiêu biểu"), Hours when somebody answers.
	Programme string
	Hours     string
}

// User is one person with an account. A person may hold roles in many editions and bodies.
type User struct {
	ID            string
	Organiser     string // the office where the account was made
	Email         string // normalised, unique; empty for people who sign in by phone
	Phone         string // E.164 or empty
	Name          string
	PasswordHash  string // PHC string, empty until the invitation is accepted
	Administrator bool   // of Organiser
	Created       time.Time
	Disabled      time.Time // zero while the account works
}

// Body is one of the bodies of an edition, or the administration.
type Body string

// The bodies that a person can sit in.
const (
	Secretariat Body = "secretariat"
	Jury        Body = "jury"
	Council     Body = "council"
	Audit       Body = "audit"
)

// Role is a person's place in a body.
type Role string

// The places in a body.
const (
	Head      Role = "head"
	Deputy    Role = "deputy"
	Member    Role = "member"
	Secretary Role = "secretary"
)

// Grant is one seat of one person in one body of one edition.
type Grant struct {
	ID       string
	Edition  string
	User     string
	Body     Body
	Role     Role
	Title    string // as printed on score sheets: "Nghệ nhân ưu tú"
	Employer string
	Created  time.Time
	Ended    time.Time // zero while it holds
	// Address and TaxCode, of the holder's own firm, are compared with those of producers; both may be empty.
	Address, TaxCode string
	Replaces         string // id of the ended seat whose open sheets this one takes over, or empty
}

// Seat is a grant with the edition that it is in.
type Seat struct {
	Grant
	Slug   string // of the edition
	Name   string
	NameEN string
	Year   int
	State  string
	Closed bool // the edition is over
}

// Actor is the caller of a service: nobody (the zero value), a person, or the program itself.
type Actor struct {
	User  User
	Token string // id of the API token used, or empty
	// System is the program acting for its operator at the command line; it stands above the table.
	System bool
	// Only is the edition whose judging is all that the session is for, or empty.
	Only string
	// BySlip is when a judge's slip let the caller in; zero for everybody else. Others have seen the code of a slip.
	BySlip time.Time
}

// SignedIn reports whether somebody is there at all.
func (a Actor) SignedIn() bool { return a.System || a.User.ID != "" }

// Session is a browser's signed-in time; the cookie carries the token, the table its hash.
type Session struct {
	ID        string // public handle, for "end this session"
	TokenHash string
	User      string
	Agent     string // shortened User-Agent
	Created   time.Time
	LastSeen  time.Time // written at most every five minutes
	Expires   time.Time
	Edition   string // whose judging is all that it opens, or empty
	Kept      bool   // remembered by the device: it needs no use to last
}

// Token is an API token; only its hash is kept.
type Token struct {
	ID      string
	User    string
	Name    string
	Hash    string
	Created time.Time
	Revoked time.Time
}

// Invitation lets a new person set a password once.
type Invitation struct {
	ID        string
	User      string
	TokenHash string
	Created   time.Time
	Expires   time.Time
	Accepted  time.Time
}

// Slip is a sheet of paper with a code that lets a producer in once, handed out by an official.
type Slip struct {
	ID       string
	User     string
	CodeHash string // PHC string: the code is short
	MadeBy   string
	Created  time.Time
	Expires  time.Time // moved forward when a newer slip replaces it
	Used     time.Time
}

// SlipLine is a slip with the names that lists show.
type SlipLine struct {
	Slip
	Name       string // of whom it lets in
	Phone      string
	MadeByName string
}

// Letter is a mail that is worded and sent after the commit: a catalogue key below "mail." and its arguments.
type Letter struct {
	To       string
	Letter   string
	Args     map[string]string
	LinkPath string // below the installation's address; may be empty
}

// SetupLink makes the first administrator, once.
type SetupLink struct {
	TokenHash string
	Expires   time.Time
	Used      time.Time
}
