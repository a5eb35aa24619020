package templates

import (
	"embed"
	"encoding/json"
	"io/fs"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// AssetPrefix is the path below which the web layer serves Assets.
const AssetPrefix = "/assets/"

// Assets are the built styles, fonts, icons and licences; names that carry a hash may be kept by browsers for
// ever (see Lasting).
func Assets() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded by name
	}
	return sub
}

// Built reports whether the assets are there; without them "make build" was not run.
func Built() bool {
	_, err := fs.Stat(dist, "dist/manifest.json")
	return err == nil
}

// ReaderFolder is what the folder of the files that read PDFs begins with; its version follows.
const ReaderFolder = "pdfjs-"

// Lasting reports whether the file's name changes with its content.
func Lasting(name string) bool {
	if strings.HasPrefix(name, ReaderFolder) {
		return true
	}
	parts := strings.Split(name, ".")
	return len(parts) >= 3 && len(parts[len(parts)-2]) == 10
}

// CertificateFont is a TrueType file by its name, "EBGaramond_400Regular.ttf"; the caller gets its own copy.
func CertificateFont(name string) ([]byte, error) { return dist.ReadFile("dist/fonts/" + name) }

// assetNames maps logical names to built ones; it is empty when nothing was built.
func assetNames() map[string]string {
	data, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return nil
	}
	var manifest struct {
		Files map[string]string `json:"files"`
	}
	if json.Unmarshal(data, &manifest) != nil {
		return nil
	}
	return manifest.Files
}
