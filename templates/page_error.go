package templates

// Error is the page for a request that failed. Status is 400, 403, 404, 409, 413, 429, 500 or 503; any other
// shows the text of 500, or of 400 when it is below 500.
type Error struct {
	Shell  Shell
	Status int
	// Detail is a translated sentence about this very failure, or "".
	Detail    string
	RequestID string
	// BackURL is a local address to go back to, or "".
	BackURL string
	// RetryAfter is the number of seconds to wait, or 0.
	RetryAfter int
}

func (Error) template() string { return "page_error" }

// Kind is the status whose texts are shown.
func (p Error) Kind() int {
	switch p.Status {
	case 400, 403, 404, 409, 413, 429, 500, 503:
		return p.Status
	}
	if p.Status >= 500 || p.Status < 400 {
		return 500
	}
	return 400
}
