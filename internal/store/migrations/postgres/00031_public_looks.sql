-- +goose Up
-- What the public reports about the use of a certificate, and how often each was looked up on a day; nothing of who did it.
CREATE TABLE misuse_reports (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  certificate TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  details TEXT COLLATE "C" NOT NULL,
  photo_sha256 TEXT COLLATE "C" NOT NULL,
  contact TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  handled BIGINT NOT NULL,
  handled_by TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C" NOT NULL
);
CREATE INDEX misuse_reports_edition ON misuse_reports (edition, made_at, id);
CREATE INDEX misuse_reports_contact ON misuse_reports (handled) WHERE contact <> '';
CREATE TABLE certificate_lookups (
  certificate TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
  day TEXT COLLATE "C" NOT NULL,
  n BIGINT NOT NULL,
  told BIGINT NOT NULL,
  PRIMARY KEY (certificate, day)
);
CREATE INDEX certificate_lookups_told ON certificate_lookups (day, certificate) WHERE told <> 0;
