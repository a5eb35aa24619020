package templates

// JudgeCalibration is /judge/{slug}/calibration: the rounds of trial scoring, the latest first.
type JudgeCalibration struct {
	Shell   Shell
	Edition EditionLine
	Rounds  []CalibrationRound
	// MayMake says that a further round may be prepared now.
	MayMake bool
	// Unshown says that the sign-in, by a slip, does not show what was marked before it.
	Unshown bool
	Faults  FormFaults
	Empty   Empty
}

func (JudgeCalibration) template() string { return "page_judge_calibration" }

// CalibrationRound is one round as its reader sees it.
type CalibrationRound struct {
	N     int
	State Tag
	Named bool
	// AddURL, OpenURL and EndURL act on the round; each is empty when it is not possible.
	AddURL, OpenURL, EndURL string
	// Done are the judges who marked every example, told to who sets the round up while it runs.
	Running  bool
	Done     []string
	ShowDone bool
	Examples []CalibrationExample
}

// CalibrationExample is an example in the list of a round.
type CalibrationExample struct {
	URL, Title, Group string
	// ChangeURL and DropURL are there while the round is prepared.
	ChangeURL, DropURL string
	State              Tag
	// Told is the spread in plain words, after the end; Plot, Rows and Names are its figures.
	Told  string
	Plot  DotPlot
	Rows  []SpreadRow
	Heads []string // of Names' columns: criteria, then the total
	Names []NamedMarks
}

// SpreadRow is the spread of one criterion or of the total; Own is empty without own marks, SD below two judges.
type SpreadRow struct{ Name, Max, Own, Mean, Low, High, SD string }

// NamedMarks is what one judge gave, in the order of the heads.
type NamedMarks struct {
	Name   string
	Points []string
}

// JudgeCalibrationForm is where an example is written and changed; it posts to itself.
type JudgeCalibrationForm struct {
	Shell                     Shell
	Action, BackURL           string
	Title, Group, Description string
	Groups                    []Option
	New                       bool
	Faults                    FormFaults
}

func (JudgeCalibrationForm) template() string { return "page_judge_calibration_form" }

// JudgeCalibrationSheet is /judge/{slug}/calibration/examples/{id}: an example with the form that marks it.
type JudgeCalibrationSheet struct {
	Shell           Shell
	BackURL, Action string
	Title, Group    string
	Description     []string
	Files           []CalibrationFile
	FileURL         string // adds files while the round is prepared, or is empty
	Editable        bool
	// Unshown is as in JudgeCalibration.
	Unshown          bool
	Tops             []JudgeTop
	Total, Max, Step string
	Missing          int
	Faults           FormFaults
}

func (JudgeCalibrationSheet) template() string { return "page_judge_calibration_sheet" }

// CalibrationFile is a photo or a paper of an example.
type CalibrationFile struct {
	URL, Name string
	Photo     bool
}
