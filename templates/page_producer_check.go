package templates

// ProducerCheck is /nominations/:id/check: every answer with a link to change it, and what is still missing.
type ProducerCheck struct {
	Shell Shell
	ProducerHead
	// Refused is why it could not be sent, or empty.
	Refused string
	// Missing are the pages on which something is still needed.
	Missing []Link
	// Demands are what a dossier was sent back for.
	Demands []ProducerDemand
	// Unanswered is where the first of them is mended for which nothing new was sent; empty when there is none.
	Unanswered Link
	Answers    []SummaryRow
	Papers     []SummaryRow
	Files      []ProducerFile
	Prints     ProducerPrints
}

func (ProducerCheck) template() string { return "page_producer_check" }

// ProducerSubmit is /nominations/:id/submit: the undertaking and the one button that sends. It posts "agree".
type ProducerSubmit struct {
	Shell Shell
	ProducerHead
	Agree  string
	Faults FormFaults
}

func (ProducerSubmit) template() string { return "page_producer_submit" }

// ProducerDone is /nominations/:id/done: the dossier was sent, with its number.
type ProducerDone struct {
	Shell Shell
	ProducerHead
	Panel DonePanel
	// Mail is where a letter went, or empty.
	Mail   string
	Prints ProducerPrints
	// ReceiptURL is a paper that says what was received, or empty.
	ReceiptURL string
}

func (ProducerDone) template() string { return "page_producer_done" }

// ProducerWithdraw is /nominations/:id/withdraw: the question whether to take the dossier out.
type ProducerWithdraw struct {
	Shell Shell
	ProducerHead
}

func (ProducerWithdraw) template() string { return "page_producer_withdraw" }
