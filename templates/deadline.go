package templates

import "time"

// Deadline is a moment by which something must be handed in, as seen when the page was made. It is drawn by the
// part "countdown"; the zero value is none.
type Deadline struct {
	Until, Now time.Time
}

// Known reports whether there is a deadline at all.
func (d Deadline) Known() bool { return !d.Until.IsZero() }

// Over reports whether it has passed.
func (d Deadline) Over() bool { return d.Known() && d.Now.After(d.Until) }

// Days are the whole days left, Hours and Minutes what is left beside them; none below 0.
func (d Deadline) Days() int { return int(d.left() / (24 * time.Hour)) }

// Hours are the hours left beyond whole days.
func (d Deadline) Hours() int { return int(d.left() % (24 * time.Hour) / time.Hour) }

// Minutes are the minutes left beyond whole hours.
func (d Deadline) Minutes() int { return int(d.left() % time.Hour / time.Minute) }

func (d Deadline) left() time.Duration { return max(0, d.Until.Sub(d.Now)) }

// Tone is how pressing it is: "last" within a day, "near" within three, "soon" within seven, "over" after it
// and "" before all that.
func (d Deadline) Tone() string {
	const day = 24 * time.Hour
	switch left := d.Until.Sub(d.Now); {
	case d.Over():
		return "over"
	case left <= day:
		return "last"
	case left <= 3*day:
		return "near"
	case left <= 7*day:
		return "soon"
	}
	return ""
}
