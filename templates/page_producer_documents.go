package templates

// ProducerDocuments is one kind of paper of a dossier, /nominations/:id/documents/KIND. It posts files as "file" to
// Action, several at once or one after the other.
type ProducerDocuments struct {
	Shell Shell
	ProducerHead
	Title string
	// Rule is what the rules call it, when that is longer.
	Rule string
	// What says what the paper is and how to photograph it; it may be empty.
	What string
	// Print leads to the filled-in form that is signed and photographed; empty when there is none.
	Print Link
	// Demand is why the secretariat asks for it again, or empty.
	Demand string
	// Unanswered is true as long as nothing new was sent for the demand.
	Unanswered bool
	Need, Have int
	Photos     bool // pictures only
	Files      []ProducerFile
	Action     string
	// Next is where to go when the papers are there.
	Next    Link
	BackURL string
	// Back is "check" when the page was opened from there, else empty.
	Back   string
	MaxMB  int
	Faults FormFaults
}

func (ProducerDocuments) template() string { return "page_producer_documents" }

// Enough reports whether nothing more is needed.
func (p ProducerDocuments) Enough() bool { return p.Have >= p.Need && !p.Unanswered }

// Accept are the media types that the file field offers.
func (p ProducerDocuments) Accept() string {
	if p.Photos {
		return "image/jpeg,image/png,image/webp"
	}
	return "image/jpeg,image/png,image/webp,application/pdf"
}

// ProducerRemove is /nominations/:id/files/N/remove: the question whether to take a paper out.
type ProducerRemove struct {
	Shell Shell
	ProducerHead
	File    ProducerFile
	Action  string
	BackURL string
}

func (ProducerRemove) template() string { return "page_producer_remove" }
