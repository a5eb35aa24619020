-- +goose Up
CREATE TABLE reminders (
  nomination TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES nominations (id),
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
