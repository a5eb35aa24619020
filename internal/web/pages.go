package web

import (
	"io"

	"vinhdanh/templates"
)

// Pages writes the HTML of a page in a language.
type Pages interface {
	Render(w io.Writer, lang string, page templates.Page) error
}
