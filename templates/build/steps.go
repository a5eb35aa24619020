package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// builder carries the folders and the files made so far: logical name to name in dist.
type builder struct {
	dir, dist string
	files     map[string]string
}

// certificateFonts are the static TrueType files that certificates and papers are set in; names are kept, since
// certificates/pdf asks for them.
var certificateFonts = []string{
	"playfair-display/700Bold/PlayfairDisplay_700Bold.ttf",
	"eb-garamond/400Regular/EBGaramond_400Regular.ttf",
	"eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf",
	"eb-garamond/600SemiBold/EBGaramond_600SemiBold.ttf",
	"eb-garamond/700Bold/EBGaramond_700Bold.ttf",
	"be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf",
	"be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf",
	"tinos/400Regular/Tinos_400Regular.ttf",
	"tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
	"tinos/700Bold/Tinos_700Bold.ttf",
	"tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
}

// pageFonts are the woff2 subsets that the pages load: two weights of the text face, one of the titles.
var pageFonts = []string{
	"be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2",
	"be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2",
	"be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2",
	"be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2",
	"playfair-display/files/playfair-display-latin-700-normal.woff2",
	"playfair-display/files/playfair-display-vietnamese-700-normal.woff2",
}

// icons are the drawings in the sprite; a test of the pages meets a name that is missing here.
var icons = []string{
	"arrow-counterclockwise", "arrow-left", "arrow-left-right", "arrow-repeat", "arrow-right", "award",
	"building", "calendar3", "chat-left-text", "check-circle", "check-lg", "chevron-left", "chevron-right",
	"clock", "clock-history", "cloud-check", "cloud-slash", "dash-circle", "download", "envelope",
	"exclamation-triangle", "file-earmark-check", "file-earmark-pdf", "file-earmark-plus",
	"file-earmark-spreadsheet", "file-earmark-text", "file-earmark-word", "file-earmark-x", "geo-alt",
	"heart-pulse", "hourglass-split", "image", "inbox", "info-circle", "journal-check", "journal-text", "key",
	"list", "lock", "pause-circle", "pencil", "pencil-square", "people", "plus-lg", "printer", "qr-code",
	"question-circle", "receipt", "search", "send", "shield-check", "slash-circle", "sliders", "table",
	"telephone", "trash", "trophy", "unlock", "upload", "x-lg", "x-octagon", "zoom-in",
}

// common are the icons of the frame, the shared parts and the judge's sheet: a sprite of their own, so that most
// pages load no more than they show.
var common = []string{
	"arrow-left", "arrow-left-right", "arrow-repeat", "arrow-right", "award", "calendar3", "check-circle", "chevron-left",
	"chevron-right", "cloud-check", "cloud-slash", "exclamation-triangle", "file-earmark-text", "hourglass-split",
	"info-circle", "key", "list", "lock", "pause-circle", "pencil", "qr-code", "question-circle", "search",
	"shield-check", "slash-circle", "telephone", "x-octagon",
}

// add writes one file below dist and notes it under its logical name.
func (b *builder) add(logical, name string, data []byte) error {
	full := filepath.Join(b.dist, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fmt.Errorf("make folder of %s: %w", name, err)
	}
	if err := os.WriteFile(full, data, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	b.files[logical] = name
	return nil
}

// addHashed writes data under a name that changes with it, so that browsers may keep it for ever.
func (b *builder) addHashed(logical string, data []byte) error {
	sum := sha256.Sum256(data)
	ext := path.Ext(logical)
	return b.add(logical, strings.TrimSuffix(logical, ext)+"."+hex.EncodeToString(sum[:5])+ext, data)
}

// module reads a file of an installed npm package.
func (b *builder) module(name string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(b.dir, "node_modules", filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("read npm package file: %w", err)
	}
	return data, nil
}

func (b *builder) certificateFonts() error {
	for _, font := range certificateFonts {
		data, err := b.module("@expo-google-fonts/" + font)
		if err != nil {
			return err
		}
		name := "fonts/" + path.Base(font)
		if err := b.add(name, name, data); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) pageFonts() error {
	for _, font := range pageFonts {
		data, err := b.module("@fontsource/" + font)
		if err != nil {
			return err
		}
		if err := b.addHashed("fonts/"+path.Base(font), data); err != nil {
			return err
		}
	}
	return nil
}

var svgFrame = regexp.MustCompile(`(?s)^.*?<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>\s*$`)

// icons gathers the drawings that the pages use into two files of symbols and notes in which each stands.
func (b *builder) icons() error {
	rest := slices.DeleteFunc(slices.Clone(icons), func(name string) bool { return slices.Contains(common, name) })
	if err := b.sprite("common.svg", common); err != nil {
		return err
	}
	return b.sprite("icons.svg", rest)
}

func (b *builder) sprite(logical string, names []string) error {
	var sprite bytes.Buffer
	sprite.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, icon := range names {
		data, err := b.module("bootstrap-icons/icons/" + icon + ".svg")
		if err != nil {
			return err
		}
		m := svgFrame.FindSubmatch(data)
		if m == nil {
			return fmt.Errorf("icon %s has no viewBox", icon)
		}
		fmt.Fprintf(&sprite, `<symbol id="%s" viewBox="%s" fill="currentColor">%s</symbol>`,
			icon, m[1], bytes.Join(bytes.Fields(m[2]), []byte(" ")))
	}
	sprite.WriteString("</svg>\n")
	if err := b.addHashed(logical, sprite.Bytes()); err != nil {
		return err
	}
	for _, icon := range names {
		b.files["icon/"+icon] = b.files[logical]
	}
	return nil
}

// drawings copies our own small drawings, which the styles and the pages name.
func (b *builder) drawings() error {
	for _, name := range []string{"seal.svg", "select.svg"} {
		data, err := os.ReadFile(filepath.Join(b.dir, "styles", name))
		if err != nil {
			return fmt.Errorf("read drawing: %w", err)
		}
		if err := b.addHashed(name, data); err != nil {
			return err
		}
	}
	return nil
}

var fileAddress = regexp.MustCompile(`url\("?([^")]+)"?\)`)

// styles compiles the style sheets, that of every page, the light one of the judge's sheet, that of what opens over it and that of the
// page for checks without a network, and
// puts the hashed names of fonts and drawings into them.
func (b *builder) styles() error {
	for _, name := range []string{"app", "sheet", "reader", "offline"} {
		css, err := runIn(b.dir, "node", "node_modules/sass/sass.js", "--style=compressed", "--no-source-map",
			"--no-charset", "--quiet-deps", "--silence-deprecation=import,global-builtin,color-functions,if-function",
			"--load-path=node_modules", "styles/"+name+".scss")
		if err != nil {
			return err
		}
		if css, err = hashAddresses(css, b.files); err != nil {
			return err
		}
		if err := b.addHashed(name+".css", css); err != nil {
			return err
		}
	}
	return nil
}

// hashAddresses puts built names where a style sheet names files. An address that is not built is refused, data:
// among them, since the content policy of the pages lets nothing else load.
func hashAddresses(css []byte, files map[string]string) ([]byte, error) {
	var unknown string
	css = fileAddress.ReplaceAllFunc(css, func(found []byte) []byte {
		logical := string(fileAddress.FindSubmatch(found)[1])
		name, ok := files[logical]
		if !ok {
			unknown = logical
		}
		return []byte(`url("` + name + `")`)
	})
	if unknown != "" {
		return nil, fmt.Errorf("styles name a file that is not built: %s", unknown)
	}
	return css, nil
}

// licences puts the licence texts of what is distributed beside it, as those licences ask.
func (b *builder) licences() error {
	for name, from := range map[string]string{
		"playfair-display": "@expo-google-fonts/playfair-display/LICENSE_FONT",
		"eb-garamond":      "@expo-google-fonts/eb-garamond/LICENSE_FONT",
		"be-vietnam-pro":   "@expo-google-fonts/be-vietnam-pro/LICENSE_FONT",
		"tinos":            "@expo-google-fonts/tinos/LICENSE_FONT",
		"bootstrap":        "bootstrap/LICENSE",
		"bootstrap-icons":  "bootstrap-icons/LICENSE",
		"jsqr":             "jsqr/LICENSE",
		"pdfjs":            "pdfjs-dist/LICENSE",
		"pdfjs-jbig2":      "pdfjs-dist/wasm/LICENSE_JBIG2",
		"pdfjs-openjpeg":   "pdfjs-dist/wasm/LICENSE_OPENJPEG",
		"pdfjs-foxit":      "pdfjs-dist/standard_fonts/LICENSE_FOXIT",
	} {
		data, err := b.module(from)
		if err != nil {
			return err
		}
		file := "licences/" + name + ".txt"
		if err := b.add(file, file, data); err != nil {
			return err
		}
	}
	return nil
}
