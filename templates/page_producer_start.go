package templates

// ProducerStart is /nominations/new: what a dossier needs, then the first question. It posts "edition", "from"
// (a Value of Earlier) and "product". Without an Edition it lets one of Open be chosen.
type ProducerStart struct {
	Shell   Shell
	Open    []ProducerOpening
	Edition EditionLine
	// Deadline is that of Edition.
	Deadline ProducerDeadline
	// Kinds are the kinds of producer that may enter, Required and Other the papers of a dossier, in words.
	Kinds    []string
	Required []string
	Other    []string
	// Earlier are what the answers may be taken over from; empty for a first dossier.
	Earlier []Option
	From    string
	Product string
	Faults  FormFaults
}

func (ProducerStart) template() string { return "page_producer_start" }
