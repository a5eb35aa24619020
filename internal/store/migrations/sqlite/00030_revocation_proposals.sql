-- +goose Up
-- What a council asks of the authority about an issued certificate: to revoke or to suspend it.
CREATE TABLE revocation_proposals (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  certificate TEXT NOT NULL REFERENCES certificates (id),
  kind TEXT NOT NULL,
  ground TEXT NOT NULL,
  reason TEXT NOT NULL,
  held_on TEXT NOT NULL,
  members INTEGER NOT NULL,
  present INTEGER NOT NULL,
  votes_for INTEGER NOT NULL,
  votes_against INTEGER NOT NULL,
  votes_abstain INTEGER NOT NULL,
  evidence_sha256 TEXT NOT NULL,
  evidence_type TEXT NOT NULL,
  evidence_name TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  event TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended_by TEXT NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX revocation_proposals_edition ON revocation_proposals (edition, made_at, id);
-- One open proposal a certificate, whoever else asks at the same moment.
CREATE UNIQUE INDEX revocation_proposals_open ON revocation_proposals (certificate) WHERE state = 'open';
-- Of which acts on certificates their producers are told, and how: by a letter's job, or by whom on the telephone.
CREATE TABLE certificate_notices (
  event TEXT NOT NULL PRIMARY KEY REFERENCES certificate_events (id),
  edition TEXT NOT NULL,
  certificate TEXT NOT NULL,
  job TEXT NOT NULL,
  told INTEGER NOT NULL,
  told_by TEXT NOT NULL
) STRICT;
CREATE INDEX certificate_notices_edition ON certificate_notices (edition, event);
