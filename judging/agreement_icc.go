package judging

import (
	"math"
	"math/big"

	"gonum.org/v1/gonum/stat/distuv"
)

// meanSquares are those of n entries, each scored by the same k judges, in points squared: between
// entries (BMS), between judges (JMS), residual (EMS) and within entries (WMS).
type meanSquares struct {
	n, k               float64
	BMS, JMS, EMS, WMS float64
}

// squares takes the variance of complete entries apart. The sums are integers, so that judges who agree
// exactly, or but for a constant, leave a residual of exactly 0.
func squares(rows [][]int64) meanSquares {
	n, k := len(rows), len(rows[0])
	byJudge := make([]int64, k)
	var all, entries, judges sums
	for _, row := range rows {
		var total int64
		for j, x := range row {
			all.add(x)
			byJudge[j] += x
			total += x
		}
		entries.add(total)
	}
	for _, total := range byJudge {
		judges.add(total)
	}
	// Each spread is n*k times the sum of squares.
	between, between2 := entries.spread(n), judges.spread(k)
	within := new(big.Int).Sub(all.spread(n*k), between)
	residual := new(big.Int).Sub(within, between2)
	mean := func(spread *big.Int, degrees int) float64 {
		den := new(big.Int).Mul(big.NewInt(int64(n*k*degrees)), big.NewInt(int64(Point*Point)))
		f, _ := new(big.Rat).SetFrac(spread, den).Float64()
		return f
	}
	return meanSquares{
		n: float64(n), k: float64(k), BMS: mean(between, n-1), JMS: mean(between2, k-1),
		EMS: mean(residual, (n-1)*(k-1)), WMS: mean(within, n*(k-1)),
	}
}

// sums adds up integers and their squares.
type sums struct{ first, second, x big.Int }

func (s *sums) add(x int64) {
	s.x.SetInt64(x)
	s.first.Add(&s.first, &s.x)
	s.second.Add(&s.second, s.x.Mul(&s.x, &s.x))
}

// spread is count times the sum of squares less the square of the sum.
func (s *sums) spread(count int) *big.Int {
	square := new(big.Int).Mul(&s.first, &s.first)
	all := new(big.Int).Mul(big.NewInt(int64(count)), &s.second)
	return all.Sub(all, square)
}

// correlate fills in the six intraclass correlations and their intervals (Shrout & Fleiss 1979, eq. 1-8;
// McGraw & Wong 1996, table 7).
func (a *Agreement) correlate(ms meanSquares) {
	reason := ReasonNotEstimable
	if ms.BMS == 0 && ms.WMS == 0 {
		reason = ReasonNoVariation
	}
	values, intervals := ms.correlations(), ms.intervals()
	missing, unbounded := 0, 0
	for _, kind := range ICCKinds() {
		if v := values[kind]; finite(v) {
			a.ICC[kind] = &v
		} else {
			a.ICC[kind], a.Reasons["icc."+kind] = nil, reason
			missing++
		}
		if v := intervals[kind]; a.ICC[kind] != nil && finite(v[0]) && finite(v[1]) && v[0] <= v[1] {
			a.ICCInterval[kind] = &v
		} else {
			a.ICCInterval[kind], a.Reasons["icc_ci95."+kind] = nil, reason
			unbounded++
		}
	}
	if missing == len(values) {
		a.Reasons["icc"] = reason
	}
	if unbounded == len(values) {
		a.Reasons["icc_ci95"] = reason
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// over divides by what must be above zero, else it is not a number.
func over(num, den float64) float64 {
	if den <= 0 {
		return math.NaN()
	}
	return num / den
}

func (ms meanSquares) correlations() map[string]float64 {
	n, k, b, e := ms.n, ms.k, ms.BMS, ms.EMS
	return map[string]float64{
		"1,1": ms.single(b, ms.WMS),
		"2,1": over(b-e, b+(k-1)*e+k*(ms.JMS-e)/n),
		"3,1": ms.single(b, e),
		"1,k": over(b-ms.WMS, b),
		"2,k": over(b-e, b+(ms.JMS-e)/n),
		"3,k": over(b-e, b),
	}
}

func (ms meanSquares) single(b, e float64) float64 { return over(b-e, b+(ms.k-1)*e) }

// intervals are the 95 % limits. A residual of 0 divides nothing, so perfect agreement has limits of 1.
func (ms meanSquares) intervals() map[string][2]float64 {
	all := map[string][2]float64{}
	oneAndK := func(one, many string, e, degrees float64) {
		low, high := e*upperF(ms.n-1, degrees), ms.BMS*upperF(degrees, ms.n-1)
		all[one] = [2]float64{ms.single(ms.BMS, low), ms.single(high, e)}
		all[many] = [2]float64{over(ms.BMS-low, ms.BMS), over(high-e, high)}
	}
	oneAndK("1,1", "1,k", ms.WMS, ms.n*(ms.k-1))
	oneAndK("3,1", "3,k", ms.EMS, (ms.n-1)*(ms.k-1))
	both := ms.twoWay()
	all["2,1"] = both
	for i, x := range both { // Spearman and Brown's step from one judge to k
		both[i] = over(ms.k*x, 1+(ms.k-1)*x)
	}
	all["2,k"] = both
	return all
}

// twoWay are the limits of ICC(2,1), with Satterthwaite's degrees of freedom.
func (ms meanSquares) twoWay() [2]float64 {
	n, k := ms.n, ms.k
	rho := ms.correlations()["2,1"]
	if ms.JMS == 0 && ms.EMS == 0 {
		return [2]float64{rho, rho}
	}
	x, y := k*rho*ms.JMS, ms.EMS*(n*(1+(k-1)*rho)-k*rho)
	degrees := over((k-1)*(n-1)*(x+y)*(x+y), (n-1)*x*x+y*y)
	low, high := upperF(n-1, degrees), upperF(degrees, n-1)
	others := k*ms.JMS + (k*n-k-n)*ms.EMS
	return [2]float64{
		over(n*(ms.BMS-low*ms.EMS), low*others+n*ms.BMS),
		over(n*(high*ms.BMS-ms.EMS), others+n*high*ms.BMS),
	}
}

// upperF is the 97.5 % point of the F distribution, not a number when a degree of freedom is none.
func upperF(d1, d2 float64) float64 {
	if !(d1 > 0) || !(d2 > 0) || math.IsInf(d2, 0) || math.IsInf(d1, 0) {
		return math.NaN()
	}
	return distuv.F{D1: d1, D2: d2}.Quantile(0.975)
}
