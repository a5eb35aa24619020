-- +goose Up
ALTER TABLE organisers ADD COLUMN programme TEXT NOT NULL DEFAULT '';
ALTER TABLE organisers ADD COLUMN hours TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_phone ON users (phone) WHERE phone <> '';

CREATE TABLE slips (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  code_hash TEXT NOT NULL,
  made_by TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT;
CREATE INDEX slips_user ON slips (user_id, created);
