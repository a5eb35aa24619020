-- +goose Up
-- What the public reports about the use of a certificate, and how often each was looked up on a day; nothing of who did it.
CREATE TABLE misuse_reports (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  certificate TEXT NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  details TEXT NOT NULL,
  photo_sha256 TEXT NOT NULL,
  contact TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  handled INTEGER NOT NULL,
  handled_by TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX misuse_reports_edition ON misuse_reports (edition, made_at, id);
CREATE INDEX misuse_reports_contact ON misuse_reports (handled) WHERE contact <> '';
CREATE TABLE certificate_lookups (
  certificate TEXT NOT NULL REFERENCES certificates (id),
  day TEXT NOT NULL,
  n INTEGER NOT NULL,
  told INTEGER NOT NULL,
  PRIMARY KEY (certificate, day)
) STRICT;
CREATE INDEX certificate_lookups_told ON certificate_lookups (day, certificate) WHERE told <> 0;
