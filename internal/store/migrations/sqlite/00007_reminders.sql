-- +goose Up
CREATE TABLE reminders (
  nomination TEXT NOT NULL PRIMARY KEY REFERENCES nominations (id),
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
