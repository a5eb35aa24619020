-- +goose Up
-- A session with an edition opens that edition's judging alone; a kept one lasts until the pass closes.
ALTER TABLE sessions ADD COLUMN edition TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN kept BIGINT NOT NULL DEFAULT 0;

CREATE TABLE judge_slips (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  seat TEXT COLLATE "C" NOT NULL REFERENCES grants (id),
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  code_hash TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
CREATE INDEX judge_slips_user ON judge_slips (user_id);
CREATE INDEX judge_slips_edition ON judge_slips (edition);
