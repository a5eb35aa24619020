package judging

import (
	"maps"
	"time"

	"vinhdanh/internal/ledger"
)

// PaperState is where the typing of one signed paper sheet stands.
type PaperState string

// The states of a paper sheet that is typed twice. PaperStopped is never stored: it is what readers are told of one that
// waits while its sheet is no longer open.
const (
	PaperWaiting  PaperState = "waiting"  // typed once
	PaperMismatch PaperState = "mismatch" // typed twice, not alike
	PaperTyped    PaperState = "typed"    // sealed as the judge's sheet
	PaperDropped  PaperState = "dropped"  // given up; nothing of what was typed is kept
	PaperStopped  PaperState = "stopped"
)

// PaperSheet is a score sheet that its judge filled in and signed on paper, as two people of the secretariat typed it.
// Nobody is shown what a Typing holds, but for who compares the two when they differ.
type PaperSheet struct {
	ID            string
	Edition       string
	Sheet         string
	Round         int // Acts of the sheet when the first typing began: a sheet that was reopened since is another paper
	State         PaperState
	First, Second Typing
	Scan          PaperScan
	EndedBy       string    // who compared, or who gave it up; empty when both typings were alike
	Ended         time.Time // zero with EndedBy
	Seal          string    // id of the SheetSeal that it became
	Reason        string    // why EndedBy, who had typed one of two differing versions, settled them alone; empty otherwise
}

// Typing is what one person read off the paper; By is empty until somebody has. The remark is kept only until the sheet
// is sealed.
type Typing struct {
	By      string
	At      time.Time
	Marks   map[string]Points
	Comment string
}

// PaperScan is the picture or PDF of the signed paper; SHA256 is empty until there is one.
type PaperScan struct {
	SHA256    string
	MediaType string
	Size      int64
	Filename  string
	By        string
	At        time.Time
}

// PaperQuery picks the paper sheets of one edition or of one sheet.
type PaperQuery struct {
	Edition string
	Sheet   string
}

// PaperLeaf binds that a sheet came from paper: who typed it, what each read, who compared and which scan was shown.
func PaperLeaf(kind string, p PaperSheet, at time.Time) ledger.Leaf {
	leaf := ledger.Leaf{Kind: kind, Table: "paper_sheets", ID: p.ID, At: at,
		Body: map[string]any{"source": "paper", "edition": p.Edition, "sheet": p.Sheet, "round": p.Round, "state": string(p.State),
			"seal": p.Seal, "first": typingBody(p.First), "second": typingBody(p.Second),
			"compared_by": p.EndedBy, "compared": stamp(p.Ended),
			"scan": map[string]any{"sha256": p.Scan.SHA256, "media_type": p.Scan.MediaType, "size": p.Scan.Size,
				"by": p.Scan.By, "made": stamp(p.Scan.At)}},
		Texts: map[string]string{"scan.filename": p.Scan.Filename, "first.comment": p.First.Comment, "second.comment": p.Second.Comment}}
	if p.Reason != "" {
		leaf.Texts["reason"] = p.Reason
	}
	return leaf
}

func typingBody(t Typing) map[string]any {
	marks := map[string]any{}
	for code, p := range t.Marks {
		marks[code] = p.String()
	}
	return map[string]any{"by": t.By, "made": stamp(t.At), "marks": marks}
}

// alike reports whether both typings say the same.
func (p PaperSheet) alike() bool {
	return maps.Equal(p.First.Marks, p.Second.Marks) && p.First.Comment == p.Second.Comment
}

// waits reports whether somebody still has to do something with it.
func (p PaperSheet) waits() bool { return p.State == PaperWaiting || p.State == PaperMismatch }

// standing is the state as readers are told: what waits for a sheet that has gone another way has stopped.
func (p PaperSheet) standing(sh Sheet) PaperState {
	if p.waits() && (sh.State != SheetOpen || sh.Acts != p.Round) {
		return PaperStopped
	}
	return p.State
}
