package templates

// Error is the page for a request that failed. Status is 400, 401, 403, 404, 405, 409, 413, 422, 429, 500 or 503;
// any other shows the text of 500, or of 400 when it is below 500.
type Error struct {
	Shell  Shell
	Status int
	// Detail is a translated sentence about this very failure, or "".
	Detail    string
	RequestID string
	// BackURL is a local address to go back to, or "".
	BackURL string
	// AgainURL is the local address that failed, when asking again may help; "" otherwise.
	AgainURL string
	// LoginURL is where a device that opens one edition alone is signed in for everything, or "".
	LoginURL string
	// RetryAfter is the number of seconds to wait, or 0.
	RetryAfter int
}

func (Error) template() string { return "page_error" }

// errorIcons are the statuses that have texts of their own, each with its drawing.
var errorIcons = map[int]string{
	400: "question-circle", 401: "key", 403: "lock", 404: "search", 405: "question-circle", 409: "people", 413: "file-earmark-x",
	422: "pencil", 429: "hourglass-split", 500: "exclamation-triangle", 503: "pause-circle",
}

// Kind is the status whose texts are shown.
func (p Error) Kind() int {
	if errorIcons[p.Status] != "" {
		return p.Status
	}
	if p.Status >= 500 || p.Status < 400 {
		return 500
	}
	return 400
}

// Icon is the drawing of the page.
func (p Error) Icon() string { return errorIcons[p.Kind()] }

// Lost reports whether the address led nowhere, so that the page offers where most people wanted to go.
func (p Error) Lost() bool { return p.Kind() == 404 }

// SignedOut reports whether signing in is the way on.
func (p Error) SignedOut() bool { return p.Kind() == 401 }
