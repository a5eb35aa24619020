package templates

import "time"

// JudgeSlips is "/judge/:slug/slips": the jury's secretary lets a judge in who cannot sign in. It posts to itself: seat
// and password, the secretary's own.
type JudgeSlips struct {
	Shell   Shell
	Edition EditionLine
	Back    Link
	Open    bool // scoring is open
	Judges  []Option
	Seat    string
	Made    []JudgeSlipLine
	Faults  FormFaults
}

func (JudgeSlips) template() string { return "page_judge_slips" }

// JudgeSlipLine is a slip that was made.
type JudgeSlipLine struct {
	Judge, By string
	At        time.Time
	Used      time.Time // zero when it was not
}

// JudgeSlip is the answer that shows a new code once.
type JudgeSlip struct {
	Shell   Shell
	Name    string
	Login   string // what the judge types beside the code
	Code    string // two groups
	Address string // of the site, without https://
	Until   time.Time
	Back    string
}

func (JudgeSlip) template() string { return "page_judge_slip" }
