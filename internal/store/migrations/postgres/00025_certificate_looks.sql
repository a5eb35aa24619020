-- +goose Up
-- How the certificates of an edition are printed from now on, and the pictures on them. What was issued keeps its own.
CREATE TABLE certificate_looks (
  edition TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES editions (id),
  design TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  place TEXT COLLATE "C" NOT NULL,
  authority TEXT COLLATE "C" NOT NULL,
  signer_name TEXT COLLATE "C" NOT NULL,
  signer_title TEXT COLLATE "C" NOT NULL,
  signer_block TEXT COLLATE "C" NOT NULL,
  emblem TEXT COLLATE "C" NOT NULL,
  seal TEXT COLLATE "C" NOT NULL,
  offline BIGINT NOT NULL,
  chosen_by TEXT COLLATE "C" NOT NULL,
  chosen_at BIGINT NOT NULL
);
CREATE TABLE certificate_pictures (
  hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  png BYTEA NOT NULL
);
