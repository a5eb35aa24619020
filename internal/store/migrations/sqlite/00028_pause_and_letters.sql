-- +goose Up
-- A job can rest, and tells how fast it goes.
ALTER TABLE jobs ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN started INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN started_done INTEGER NOT NULL DEFAULT 0;
-- Of which certificates their producers are told by letter: sent = 0 waits for the end of its issue.
CREATE TABLE certificate_letters (
  certificate TEXT NOT NULL PRIMARY KEY REFERENCES certificates (id),
  edition TEXT NOT NULL,
  sent INTEGER NOT NULL,
  job TEXT NOT NULL,
  times INTEGER NOT NULL
) STRICT;
CREATE INDEX certificate_letters_due ON certificate_letters (edition, certificate) WHERE sent = 0;
