-- +goose Up
-- A session with an edition opens that edition's judging alone; a kept one lasts until the pass closes.
ALTER TABLE sessions ADD COLUMN edition TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;

CREATE TABLE judge_slips (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  seat TEXT NOT NULL REFERENCES grants (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  code_hash TEXT NOT NULL,
  made_by TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL,
  tries INTEGER NOT NULL
) STRICT;
CREATE INDEX judge_slips_user ON judge_slips (user_id);
CREATE INDEX judge_slips_edition ON judge_slips (edition);
