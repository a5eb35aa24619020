package templates

// ProducerQuestion is one question of a dossier, /nominations/:id/STEP. It posts to Action the fields of the step,
// "version", "back" and "go", which is "next" or "list".
type ProducerQuestion struct {
	Shell Shell
	ProducerHead
	// Step is "product", "producer", "address", "contact", "numbers" or "description".
	Step    string
	Action  string
	Version int
	// Back is "check" when the page was opened from there, else empty.
	Back    string
	BackURL string
	// Values are what the fields hold, by their names: "product", "producer.name".
	Values map[string]string
	// Choices are those of the step's radios.
	Choices []Option
	// Guide are the headings that the description should follow, with what belongs under each.
	Guide []ProducerGuide
	// Stored are the answers as they stand when somebody else has changed them meanwhile.
	Stored []SummaryRow
	Faults FormFaults
}

func (ProducerQuestion) template() string { return "page_producer_question" }

// ProducerSteps are the questions of a dossier in their order.
var ProducerSteps = []string{"product", "producer", "address", "contact", "numbers", "description"}

// ProducerGuide is a heading of the description with the points below it.
type ProducerGuide struct {
	Title  string
	Points []string
}
