package templates

// PublicStart is "/editions/{slug}/start": who may enter an edition, what is needed, how long it takes, until
// when and whom to call, before the first field of the form.
type PublicStart struct {
	Shell    Shell
	Edition  EditionLine
	Deadline Deadline
	// Open reports whether dossiers are taken now; BeginURL is the form, which asks for the sign-in itself.
	Open     bool
	BeginURL string
	Province string
	// Kinds are the kinds of producers that may enter, Groups the product groups.
	Kinds, Groups []string
	// Needed are the papers that a dossier must hold, Helpful those that raise it.
	Needed, Helpful []StartPaper
	// Answers are the questions that must be answered, by name.
	Answers []string
	// MaxMB is the size of the largest file that is taken.
	MaxMB int
	// Ask is whom to call.
	Ask Contact
}

func (PublicStart) template() string { return "page_public_start" }

// StartPaper is one kind of paper of a dossier: how many of it, and for whom when it is not for all.
type StartPaper struct {
	Name  string
	Count int
	Only  []string
}
