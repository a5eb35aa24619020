package templates

import "time"

// Page is one of this package's page types; each knows the template that shows it.
type Page interface {
	// template is the name of the file that shows the page, without ".html".
	template() string
}

// Shell is the frame around every page: header, navigation, language switch, banners and help line.
type Shell struct {
	// Programme is the award's name, Organiser the body that runs it; both stand in the header and may be empty.
	Programme string
	Organiser string
	// Address is this page's path with its query; the language switch leads to it again. A "lang" in it is replaced.
	Address string
	// Section marks the current entry of the navigation: "home", "verify", "products", "ledger", "help",
	// "nominations", "desk", "judge", "council", "admin", "account" or "".
	Section string
	// CarryLanguage makes every link keep ?lang=en; set it on the /v pages, which keep no cookie.
	CarryLanguage bool
	// Viewer is who is signed in, or nil.
	Viewer *Viewer
	// CSRF is the token that every form sends back in its field "csrf"; empty where no session is kept.
	CSRF string
	// Once is a fresh random value that a form which makes something sends back in its field "once", so that a
	// double tap makes one thing.
	Once string
	// Light loads the small style sheet of the judge's sheet alone.
	Light bool
	// Demo shows the banner DỮ LIỆU MẪU.
	Demo bool
	// BaseURLNote is the address that QR codes carry when it is not the one this page was asked at; empty otherwise.
	BaseURLNote string
	// Notice is a translated sentence about what the last form did ("Đã đổi mật khẩu"), or empty.
	Notice string
	// Help is whom to ask; it stands at the same place on every page.
	Help Contact
}

// Viewer is the person who is signed in.
type Viewer struct {
	Name string
	// Key tells one person's unsaved typing on a device from another's; it is the account's id.
	Key string
	// Places are the sections that this person may open, in the order shown: "nominations", "desk", "judge",
	// "council", "admin".
	Places []string
	// Audits is true for an auditor who is of no council: the council's pages are the auditor's too.
	Audits bool
}

// Contact is how to reach the organiser; empty parts are left out.
type Contact struct {
	Name  string
	Phone string
	Email string
	Hours string
}

// Empty reports whether there is no way at all to reach anybody.
func (c Contact) Empty() bool { return c.Phone == "" && c.Email == "" }

// FormFault is one mistake in a form: the id of the field, which is its name, and a translated sentence that
// says what to do. An empty Field is a fault of the whole form.
type FormFault struct {
	Field   string
	Message string
}

// FormFaults are the mistakes of one form in the order of its fields; the zero value is a form without any.
type FormFaults []FormFault

// Of is the message for a field, or "".
func (f FormFaults) Of(field string) string {
	for _, x := range f {
		if x.Field == field {
			return x.Message
		}
	}
	return ""
}

// Option is one choice of a select; Value is what the form sends.
type Option struct {
	Value string
	Label string
	// Hint is a smaller line below the label of radios and checks.
	Hint string
}

// DecisionRef names a decision of the authority: its number as printed ("1234/QĐ-UBND") and its day.
type DecisionRef struct {
	Number string
	Date   time.Time
}

// Paging says which part of a list is shown. From, To and Total count from 1; an empty address means there is
// no such page.
type Paging struct {
	From, To, Total  int
	PrevURL, NextURL string
}

// EditionLine is an edition as lists show it.
type EditionLine struct {
	Name      string
	Slug      string
	Organiser string
	Year      int
	// Level is "commune", "province", "region" or "nation", or "" when it is not to be shown.
	Level string
	// State is draft, filing, screening, scoring, deliberation, announced or closed.
	State string
	// FilingFrom and FilingUntil bound the time for nominations; zero when it is not known.
	FilingFrom, FilingUntil time.Time
}

// Public reports whether results may be shown: the state is announced or closed.
func (e EditionLine) Public() bool { return e.State == "announced" || e.State == "closed" }
