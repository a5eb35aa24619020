// Package docs embeds the user guide, which the program serves at /help. It holds files and no code.
package docs

import (
	"embed"
	"io/fs"
)

//go:embed user-guide
var files embed.FS

// UserGuide is the guide: vi/TOPIC.md, en/TOPIC.md and pictures/LANGUAGE/NAME.png.
func UserGuide() fs.FS {
	sub, err := fs.Sub(files, "user-guide")
	if err != nil {
		panic(err) // the folder is embedded by name
	}
	return sub
}
