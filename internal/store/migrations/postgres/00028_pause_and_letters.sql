-- +goose Up
-- A job can rest, and tells how fast it goes.
ALTER TABLE jobs ADD COLUMN paused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN started BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN started_done BIGINT NOT NULL DEFAULT 0;
-- Of which certificates their producers are told by letter: sent = 0 waits for the end of its issue.
CREATE TABLE certificate_letters (
  certificate TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES certificates (id),
  edition TEXT COLLATE "C" NOT NULL,
  sent BIGINT NOT NULL,
  job TEXT COLLATE "C" NOT NULL,
  times BIGINT NOT NULL
);
CREATE INDEX certificate_letters_due ON certificate_letters (edition, certificate) WHERE sent = 0;
