package templates

import "time"

// JudgeDeclaration is /judge/{slug}/declaration, where a judge says with which entries he has a conflict of
// interest; it posts to itself.
type JudgeDeclaration struct {
	Shell   Shell
	Edition EditionLine
	// DeclaredAt is the last declaration's time; zero before the first.
	DeclaredAt time.Time
	// Open says that declarations are taken now.
	Open   bool
	Query  string
	Groups []DeclarationGroup
	// Found counts the entries shown, Total all of them.
	Found, Total int
	// None is the explicit statement that there is no conflict.
	None   bool
	Faults FormFaults
}

func (JudgeDeclaration) template() string { return "page_judge_declaration" }

// DeclarationGroup is a product group with its entries.
type DeclarationGroup struct {
	Name    string
	Entries []DeclarationEntry
}

// DeclarationEntry is one entry that a judge may have a conflict with.
type DeclarationEntry struct {
	ID       string
	Code     string
	Product  string
	Producer string
	// Declared says that a conflict stands already; it cannot be taken back here.
	Declared bool
	Ticked   bool
	Reason   string
	Error    string
	// Match says in what the judge and the producer meet in the data, and is empty when nothing does or it was
	// dismissed; Dismissal is what was typed to dismiss it.
	Match          string
	Dismissal      string
	DismissalError string
}
