package judging

import "gonum.org/v1/gonum/mat"

// fit fills in severity and least-squares scores: total = entry + judge, both fixed, the judges' effects
// adding up to 0. When judges stepped out, it compares entries as if the whole panel had scored them.
func (a *Agreement) fit(t table) {
	reason := ""
	switch groups := t.groups(); {
	case groups == 0:
		reason = ReasonNoScores
	case groups > 1:
		reason = ReasonDisconnected
	}
	effects, ok := []float64(nil), reason == ""
	if ok {
		effects, ok = t.effects()
	}
	if !ok {
		if reason == "" {
			reason = ReasonNotEstimable
		}
		a.Reasons["severity"], a.Reasons["least_squares"] = reason, reason
		return
	}
	for j, judge := range t.judges {
		a.Severity = append(a.Severity, JudgeEffect{judge, inPoints(effects[j])})
	}
	for i, marks := range t.marks {
		row := EntryScore{Nomination: t.nominations[i]}
		if len(marks) == 0 {
			a.Reasons["least_squares."+row.Nomination] = ReasonNotScored
		} else {
			score := 0.0
			for _, m := range marks {
				score += float64(m.points) - effects[m.judge]
			}
			score = inPoints(score / float64(len(marks)))
			row.Score = &score
		}
		a.LeastSquares = append(a.LeastSquares, row)
	}
}

// groups counts the groups of judges that are linked by entries which they scored in common; 0 when
// nobody scored anything. A judge without a total is a group of her own.
func (t table) groups() int {
	leader := make([]int, len(t.judges))
	for j := range leader {
		leader[j] = j
	}
	find := func(j int) int {
		for leader[j] != j {
			j = leader[j]
		}
		return j
	}
	n, scored := len(t.judges), false
	for _, marks := range t.marks {
		for i, m := range marks {
			scored = true
			if x, y := find(marks[0].judge), find(m.judge); i > 0 && x != y {
				leader[y] = x
				n--
			}
		}
	}
	if !scored {
		return 0
	}
	return n
}

// effects solves the normal equations for the judges, the entries being swept out: row j says that the
// judge's totals less the entries' means are what the effects explain. The equations leave a constant
// free; adding one to every cell of the matrix takes the solution whose sum is 0.
func (t table) effects() ([]float64, bool) {
	k := len(t.judges)
	left, right := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			left.SetSym(i, j, 1)
		}
	}
	for _, marks := range t.marks {
		sum, share := int64(0), 1/float64(max(len(marks), 1))
		for _, m := range marks {
			sum += m.points
		}
		for i, m := range marks {
			above := float64(m.points*int64(len(marks))-sum) * share
			right.SetVec(m.judge, right.AtVec(m.judge)+above)
			left.SetSym(m.judge, m.judge, left.At(m.judge, m.judge)+1)
			for _, other := range marks[i:] {
				left.SetSym(m.judge, other.judge, left.At(m.judge, other.judge)-share)
			}
		}
	}
	var factor mat.Cholesky
	var solution mat.VecDense
	if !factor.Factorize(left) || factor.SolveVecTo(&solution, right) != nil {
		return nil, false
	}
	return solution.RawVector().Data, true
}
