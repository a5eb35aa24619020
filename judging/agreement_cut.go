package judging

// CloseAtCut are the neighbours around a cut of a ranking that cannot be told apart across it: those above the
// cut that may rank below it, and those below that may rank above, by their rank intervals. order is the
// nominations from the best down, above how many of them stand above the cut; entries without an interval are
// left out of both. The answer is in that order, nil when the cut parts the entries surely.
func CloseAtCut(order []string, above int, intervals []RankInterval) []string {
	ranges := make(map[string]RankInterval, len(intervals))
	for _, r := range intervals {
		if r.High > 0 {
			ranges[r.Nomination] = r
		}
	}
	var complete []RankInterval
	last := 0 // the place of the last complete entry above the cut
	for i, nomination := range order {
		if r, known := ranges[nomination]; known {
			complete = append(complete, r)
			if i < above {
				last = len(complete)
			}
		}
	}
	var list []string
	for i, r := range complete {
		if i < last && r.High > last || i >= last && r.Low <= last {
			list = append(list, r.Nomination)
		}
	}
	return list
}

// QuotaOf is the most entries that may be proposed of a product group, "" for all of them together; -1 when
// nothing limits them.
func (p *Pack) QuotaOf(group string) int {
	if group == "" {
		return p.Quota.ofAll()
	}
	return p.Quota.ofGroup(group)
}
