package templates

// DeskHome is "/desk": the editions in whose secretariat the reader sits, with what waits in each.
type DeskHome struct {
	Shell    Shell
	Editions []DeskEdition
}

func (DeskHome) template() string { return "page_desk_home" }

// DeskEdition is an edition with its counts and the ways into it.
type DeskEdition struct {
	Edition EditionLine
	// Line says what is due and how long the oldest dossier waits, in pieces.
	Line  []string
	Tiles []DeskTile
	Links []Link
	// Asked and Objected count what judges wait to be answered: questions, objections to typed sheets.
	Asked, Objected int
	// Main is the one thing to do next.
	Main Link
}

// DeskTile is a number that leads to its dossiers.
type DeskTile struct {
	Label string
	Count int
	URL   string
	Tag   Tag // left out when it has no text
	Note  string
	// Of draws a bar of Count or, when Done is not 0, of Done; 0 draws none. Good makes the bar green.
	Done, Of int
	Good     bool
	Current  bool
}

// Filled is the part of the bar that is filled.
func (t DeskTile) Filled() int {
	if t.Done > 0 {
		return t.Done
	}
	return t.Count
}
