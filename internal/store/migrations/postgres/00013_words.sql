-- +goose Up
-- Where each word begins that a search of nominations may ask for, without its marks. Older nominations come into
-- it as doctor --fix makes the keys anew; until then a search reads the texts themselves.
CREATE TABLE nomination_words (
  scope TEXT COLLATE "C" NOT NULL,
  word TEXT COLLATE "C" NOT NULL,
  nomination TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (scope, word, nomination)
);
