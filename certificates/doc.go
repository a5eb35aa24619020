// Package certificates owns what a certificate says and when it is true: its code, its number, its
// statement, its validity and status, and whether an uploaded file is the one that was issued.
// It refuses to know databases, HTTP, the clock, languages and how a page is drawn: days come in as
// parameters, failures go out as faults, the printed page is the business of certificates/pdf.
package certificates
