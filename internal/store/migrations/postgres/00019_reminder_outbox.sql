-- +goose Up
-- A plan of reminders for each edition, and the letters that wait for their hour. They are working notes, no part of the
-- record. No address stands here: person is an account ("user:…") or a dossier ("nomination:…"), looked up when it is sent.
CREATE TABLE reminder_plans (
  edition TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES editions (id),
  active BIGINT NOT NULL,
  days_before TEXT COLLATE "C" NOT NULL,
  days_after TEXT COLLATE "C" NOT NULL,
  declare_until TEXT COLLATE "C" NOT NULL,
  scoring_until TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);

CREATE TABLE reminder_letters (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  person TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  planned BIGINT NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  ended BIGINT NOT NULL,
  UNIQUE (edition, person, day)
);
CREATE INDEX reminder_letters_state ON reminder_letters (state, ended);
