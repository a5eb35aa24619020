package templates

import "time"

// JudgeQuestion is /judge/sheets/{id}/question, where a judge asks the secretariat one line; it posts to itself.
type JudgeQuestion struct {
	Shell    Shell
	ID       string
	Entry    JudgeEntry
	Question string // as typed
	// Paper says that it is an objection to how the paper sheet was typed; ScanURL is that paper.
	Paper   bool
	ScanURL string
	// Asked says that a question stands, which can be taken back.
	Asked  bool
	Faults FormFaults
}

func (JudgeQuestion) template() string { return "page_judge_question" }

// JudgeQuestionLine is a judge's question at the sheet; AnsweredAt is zero while it waits.
type JudgeQuestionLine struct {
	Text       string
	Objects    bool // to how the paper sheet was typed
	At         time.Time
	Answer     string
	AnsweredAt time.Time
}
