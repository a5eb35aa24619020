// Package contract holds the tests of an outsider: they build the program, run it on both engines and
// speak to it by its commands and its JSON API alone. They refuse to know how it is made.
package contract
