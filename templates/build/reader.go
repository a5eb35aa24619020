package main

import (
	"encoding/json"
	"fmt"
	"path"
)

// readerFiles are what reads PDFs in the judge's pages, as the package pdfjs-dist ships it for older browsers: the part that
// draws, the worker that parses, the decoders of scans (fax, JBIG2, JPEG 2000) that need no WebAssembly, and the two fonts
// of signs that no browser has.
var readerFiles = []string{
	"legacy/build/pdf.min.mjs",
	"legacy/build/pdf.worker.min.mjs",
	"wasm/jbig2_nowasm_fallback.js",
	"wasm/openjpeg_nowasm_fallback.js",
	"standard_fonts/FoxitSymbol.pfb",
	"standard_fonts/FoxitDingbats.pfb",
}

// reader copies the files under the names they ask for one another by, into a folder that changes with the version.
func (b *builder) reader() error {
	data, err := b.module("pdfjs-dist/package.json")
	if err != nil {
		return err
	}
	var about struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(data, &about); err != nil || about.Version == "" {
		return fmt.Errorf("read version of pdfjs-dist: %w", err)
	}
	for _, file := range readerFiles {
		data, err := b.module("pdfjs-dist/" + file)
		if err != nil {
			return err
		}
		name := path.Base(file)
		if err := b.add("pdfjs/"+name, "pdfjs-"+about.Version+"/"+name, data); err != nil {
			return err
		}
	}
	return nil
}
