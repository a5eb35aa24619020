// Package ledger owns the append-only Merkle log of an installation: what a leaf says, how it is
// hashed, how the tree grows, how it is published and how it is checked against the record. It refuses
// to know where any of it is kept: no SQL, file or HTTP; values come in and values go out.
//
// The formats are written down, with test vectors, in docs/formats.md.
package ledger
