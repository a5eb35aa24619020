package judging

import (
	"slices"
	"strings"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
)

// MaxVisitPhotos bounds the photos of one visit.
const MaxVisitPhotos = 6

// VisitNote is one version of what was seen on a visit to the workshop of an entry (ghi chép khảo sát thực tế). A
// correction is a further version; none is ever changed. It holds no marks.
type VisitNote struct {
	ID         string // of the version
	Visit      string // id of the first version, which names the visit
	Edition    string
	Nomination string
	Version    int    // from 1
	HeldOn     string // YYYY-MM-DD in Vietnam
	Place      string
	Members    []string // accounts of the jury's members who took part
	Others     string   // who else took part, or empty
	Seen       string
	By         string // account
	At         time.Time
}

// VisitPhoto is a photo of a visit. N counts from 1 within the visit and is never used again.
type VisitPhoto struct {
	ID        string
	Visit     string
	Edition   string
	N         int
	SHA256    string
	MediaType string
	Size      int64
	Filename  string
	By        string
	At        time.Time
	Removed   time.Time // zero while it is there
}

// VisitInput is what is written down of a visit.
type VisitInput struct {
	HeldOn, Place string
	Members       []string // accounts
	Others, Seen  string
}

// VisitView is a visit as its reader sees it.
type VisitView struct {
	VisitNote                      // the latest version
	Earlier            []VisitNote // the versions before, oldest first
	Photos             []VisitPhoto
	EntryCode, Product string
	Names              map[string]string // of the accounts in its versions
	MayCorrect         bool              // the reader wrote it and the last pass is open
}

// MemberNames are the members of the jury who took part, by name in the order of the note.
func (v VisitView) MemberNames() []string {
	var names []string
	for _, id := range v.Members {
		names = append(names, v.Names[id])
	}
	return names
}

// VisitEntry is an entry that may be visited.
type VisitEntry struct{ Nomination, EntryCode, Product, Group, Producer, Place string }

// VisitNoteLeaf binds one version of a note of a visit.
func VisitNoteLeaf(kind string, n VisitNote, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "visit_notes", ID: n.ID, At: at,
		Body: map[string]any{"visit": n.Visit, "edition": n.Edition, "nomination": n.Nomination, "version": n.Version,
			"held_on": n.HeldOn, "members": slices.Clone(n.Members), "by": n.By, "made": stamp(n.At)},
		Texts: map[string]string{"place": n.Place, "others": n.Others, "seen": n.Seen}}
}

// VisitPhotoLeaf binds a photo of a visit, and that it was taken away.
func VisitPhotoLeaf(kind string, p VisitPhoto, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "visit_photos", ID: p.ID, At: at,
		Body: map[string]any{"visit": p.Visit, "edition": p.Edition, "n": p.N, "sha256": p.SHA256, "media_type": p.MediaType,
			"size": p.Size, "by": p.By, "made": stamp(p.At), "removed": stamp(p.Removed)},
		Texts: map[string]string{"filename": p.Filename}}
}

// readVisit reads what was written down at the door; jury are the accounts that may be named as members.
func readVisit(in VisitInput, jury []string, today string) (VisitInput, error) {
	var c checker
	in.HeldOn = c.date("held_on", in.HeldOn, true)
	if in.HeldOn > today {
		c.Add("held_on", "in_future")
	}
	in.Place = c.need("place", in.Place, maxLine)
	var members []string
	for _, id := range jury { // in the order of the seats, each once
		if slices.Contains(in.Members, id) && !slices.Contains(members, id) {
			members = append(members, id)
		}
	}
	if slices.ContainsFunc(in.Members, func(id string) bool { return !slices.Contains(jury, id) }) {
		c.Add("members", "not_a_member")
	}
	in.Members = members
	in.Others = c.line("others", in.Others, maxLine)
	if len(in.Members) == 0 && in.Others == "" {
		c.Add("members", "required")
	}
	in.Seen = c.text("seen", in.Seen)
	if strings.TrimSpace(in.Seen) == "" {
		c.Add("seen", "required")
	}
	return in, c.Err()
}

// jurySeats are the accounts that hold a seat of the jury, its secretary's too, each once in the order of naming.
func (sc scene) jurySeats() []string {
	var ids []string
	for _, g := range sc.grants {
		if g.Body == accounts.Jury && !slices.Contains(ids, g.User) {
			ids = append(ids, g.User)
		}
	}
	return ids
}

// visiting is a fault unless notes of visits may be written now: in scoring, until the last pass is closed.
func (sc scene) visiting(tx Tx) error {
	if err := sc.in(Scoring); err != nil {
		return err
	}
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return err
	}
	if len(passes) == 0 || !passes[len(passes)-1].Closed.IsZero() {
		return fault.New(fault.Conflict, "visits_over")
	}
	return nil
}
