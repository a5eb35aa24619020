// Package store owns the database: one SQL text for SQLite and PostgreSQL, the transactions of every
// domain on it, and the rows of the ledger. It refuses to know the rules of an award, HTTP and files:
// what a row means is decided by the packages whose Tx it satisfies.
package store
