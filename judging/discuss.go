package judging

import "math/big"

// DiscussWithin is how close to the pass mark, on either side, a mean is within the noise of a panel, so that
// the council should talk about the entry.
const DiscussWithin = 2 * Point

// ToDiscuss reports whether the exact mean lies at most DiscussWithin from the pass mark.
func (r *Ranked) ToDiscuss(passMark Points) bool {
	if r.Mean == nil {
		return false
	}
	distance := new(big.Rat).Sub(r.Mean, big.NewRat(int64(passMark), int64(Point)))
	return distance.Abs(distance).Cmp(big.NewRat(int64(DiscussWithin), int64(Point))) <= 0
}
