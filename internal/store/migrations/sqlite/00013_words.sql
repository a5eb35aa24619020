-- +goose Up
-- Where each word begins that a search of nominations may ask for, without its marks. Older nominations come into
-- it as doctor --fix makes the keys anew; until then a search reads the texts themselves.
CREATE TABLE nomination_words (
  scope TEXT NOT NULL,
  word TEXT NOT NULL,
  nomination TEXT NOT NULL,
  PRIMARY KEY (scope, word, nomination)
) STRICT, WITHOUT ROWID;
