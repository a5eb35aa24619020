package templates

// JudgeAway is /judge/away, which a device without a network shows in the place of a page that it did not keep.
type JudgeAway struct {
	Shell Shell
}

func (JudgeAway) template() string { return "page_judge_away" }
