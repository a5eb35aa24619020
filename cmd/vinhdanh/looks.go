package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pdf"
)

// pictureTimeout is how long the picture of a certificate may take to be read.
const pictureTimeout = 20 * time.Second

// picture is the file of an emblem or a seal.
func (a *app) picture(sha256 string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), pictureTimeout)
	defer cancel()
	return a.certificates.Picture(ctx, sha256)
}

// offlineTrial stands in for the text of a second symbol on a page that is only tried: it has its length.
var offlineTrial = strings.Repeat("A", 136)

// noFonts is the answer of a program that was built without the fonts of the certificate.
func noFonts() error {
	return hinted{errors.New("the fonts of the certificate are missing"), "run `make build`"}
}

// printable tries a statement on the page.
func (a *app) printable(st certificates.Statement) error {
	if a.renderer == nil {
		return noFonts()
	}
	o := pdf.Options{BaseURL: a.conf.BaseURL, Picture: a.picture}
	if st.OfflineKey != 0 {
		o.Offline = offlineTrial
	}
	return a.renderer.Check(st, o)
}

// specimen draws a page that proves nothing.
func (a *app) specimen(st certificates.Statement, offline bool) ([]byte, error) {
	if a.renderer == nil {
		return nil, noFonts()
	}
	o := pdf.Options{BaseURL: a.conf.BaseURL, Picture: a.picture, Specimen: true}
	if offline {
		o.Offline = offlineTrial
	}
	return a.renderer.Render(st, o)
}
