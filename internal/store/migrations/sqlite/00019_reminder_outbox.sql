-- +goose Up
-- A plan of reminders for each edition, and the letters that wait for their hour. They are working notes, no part of the
-- record. No address stands here: person is an account ("user:…") or a dossier ("nomination:…"), looked up when it is sent.
CREATE TABLE reminder_plans (
  edition TEXT NOT NULL PRIMARY KEY REFERENCES editions (id),
  active INTEGER NOT NULL,
  days_before TEXT NOT NULL,
  days_after TEXT NOT NULL,
  declare_until TEXT NOT NULL,
  scoring_until TEXT NOT NULL,
  note TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE reminder_letters (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  person TEXT NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  planned INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  ended INTEGER NOT NULL,
  UNIQUE (edition, person, day)
) STRICT;
CREATE INDEX reminder_letters_state ON reminder_letters (state, ended);
