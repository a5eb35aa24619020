// Package pades signs certificates as PAdES wants it (ETSI EN 319 142-1): levels B-B, B-T with a timestamp and B-LT with
// what a reader needs to check it years later. It appends to a file and never changes a byte of it. The cryptographic
// message (RFC 5652) is written here on the standard library, because the libraries that sign PDFs are no baseline PAdES.
// It refuses to know what a certificate says or who may sign.
package pades
