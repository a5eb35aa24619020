-- +goose Up
ALTER TABLE organisers ADD COLUMN programme TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE organisers ADD COLUMN hours TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_phone ON users (phone) WHERE phone <> '';

CREATE TABLE slips (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  code_hash TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT NOT NULL
);
CREATE INDEX slips_user ON slips (user_id, created);
