package templates

// OfficeSigning is "/desk/:slug/certificates/signing": what the authority is to sign with its own tool, and what it has
// signed (posts there).
type OfficeSigning struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Action  string
	// FilesURL is a ZIP of the Unsigned of Total files.
	FilesURL string
	Unsigned int
	Total    int
	// Taken are the certificates whose files were taken just now, Faults what was refused.
	Taken   []string
	Faults  FormFaults
	Refusal *Empty
}

func (OfficeSigning) template() string { return "page_office_signing" }

// Signed is how many certificates the authority has signed.
func (p OfficeSigning) Signed() int { return p.Total - p.Unsigned }
