package main

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundles are the scripts that pages load; each gathers the modules it imports.
var bundles = []string{"app.js", "sheet.js", "dossier.js", "reader.js", "judge.js", "meeting.js", "verify.js", "specimen.js", "worker.js",
	"offline_check.js", "offline_scanner.js", "offline_worker.js"}

// scripts bundles our own modules. Of npm only the reader of QR symbols is among them, alone in its bundle; what reads PDFs
// stands beside them as it came.
func (b *builder) scripts() error {
	for _, name := range bundles {
		code, err := bundle(filepath.Join(b.dir, "scripts", name))
		if err != nil {
			return fmt.Errorf("bundle %s: %w", name, err)
		}
		if err := b.addHashed(name, code); err != nil {
			return err
		}
	}
	return nil
}

// classic begins the names of bundles that are plain scripts: browsers load no module from a folder on a stick.
const classic = "offline_"

// bundle is one module with what it imports, as browsers of the last five years read it.
func bundle(file string) ([]byte, error) {
	format := api.FormatESModule
	if strings.HasPrefix(path.Base(file), classic) {
		format = api.FormatIIFE
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{file}, Bundle: true, Format: format, Target: api.ES2020, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
		Outdir: "dist", LogLevel: api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		m := result.Errors[0]
		if m.Location == nil {
			return nil, errors.New(m.Text)
		}
		return nil, fmt.Errorf("%s:%d: %s", path.Base(m.Location.File), m.Location.Line, m.Text)
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("%d files instead of one", len(result.OutputFiles))
	}
	return result.OutputFiles[0].Contents, nil
}
