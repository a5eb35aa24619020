package templates

// ProducerHead is what the pages of one dossier begin with.
type ProducerHead struct {
	// Base is the address of the dossier, "/nominations/ID".
	Base    string
	Code    string
	Product string
	Edition string
	// Stage is one of ProducerStages.
	Stage    string
	Deadline ProducerDeadline
}

// ProducerDemand is one thing that the secretariat asks for or objects to: what it is about, why, and where it is
// mended.
type ProducerDemand struct {
	Title string
	Text  string
	URL   string
	// Unanswered is true as long as nothing new was sent for it.
	Unanswered bool
}

// ProducerFile is one paper or photo of a dossier.
type ProducerFile struct {
	N    int
	Name string
	// Kind is what it is, on pages that show several kinds.
	Kind string
	// Size is as people say it: "1,2 MB".
	Size     string
	URL      string
	ThumbURL string // a small picture, or empty for what is no picture
	// RemoveURL leads to the question whether to take it out; empty when it cannot be.
	RemoveURL string
}

// ProducerTasks is /nominations/:id while the dossier can be changed: what is done and what is not.
type ProducerTasks struct {
	Shell Shell
	ProducerHead
	Demands []ProducerDemand
	Answers []Task
	Papers  []Task
	Others  []Task
	// Progress counts the parts that are needed.
	Progress Progress
	// Next is the first part that is still open; empty when all are done.
	Next        Link
	CanWithdraw bool
}

func (ProducerTasks) template() string { return "page_producer_tasks" }

// ProducerFiled is /nominations/:id when the dossier cannot be changed: where it stands, what happened, what was sent.
type ProducerFiled struct {
	Shell Shell
	ProducerHead
	// Demands are the reasons for which it was found ineligible.
	Demands []ProducerDemand
	// Result is the outcome in words with Kind "gold", "ok" or ""; empty before it is announced.
	Result       Tag
	ResultLines  []string
	ResultsURL   string
	Certificates []ProducerCertificate
	Moments      []Moment
	Answers      []SummaryRow
	Files        []ProducerFile
	Prints       ProducerPrints
	// ReceiptURL is a paper that says what was received, or empty.
	ReceiptURL  string
	CanWithdraw bool
}

func (ProducerFiled) template() string { return "page_producer_filed" }

// ProducerCertificate is a certificate of the dossier's product that was issued.
type ProducerCertificate struct {
	Code      string
	Number    string
	Status    VerifyStatus
	PDFURL    string
	VerifyURL string
}

// ProducerPrints are the papers of a dossier to be printed: each Link leads to the address without ".pdf" or ".docx".
type ProducerPrints struct {
	Papers []Link
	// SubmitTo is the office that takes the signed sets, or empty.
	SubmitTo string
}
