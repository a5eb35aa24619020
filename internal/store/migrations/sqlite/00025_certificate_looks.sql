-- +goose Up
-- How the certificates of an edition are printed from now on, and the pictures on them. What was issued keeps its own.
CREATE TABLE certificate_looks (
  edition TEXT NOT NULL PRIMARY KEY REFERENCES editions (id),
  design TEXT NOT NULL,
  language TEXT NOT NULL,
  place TEXT NOT NULL,
  authority TEXT NOT NULL,
  signer_name TEXT NOT NULL,
  signer_title TEXT NOT NULL,
  signer_block TEXT NOT NULL,
  emblem TEXT NOT NULL,
  seal TEXT NOT NULL,
  offline INTEGER NOT NULL,
  chosen_by TEXT NOT NULL,
  chosen_at INTEGER NOT NULL
) STRICT;
CREATE TABLE certificate_pictures (
  hash TEXT NOT NULL PRIMARY KEY,
  png BLOB NOT NULL
) STRICT;
