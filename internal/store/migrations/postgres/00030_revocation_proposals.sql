-- +goose Up
-- What a council asks of the authority about an issued certificate: to revoke or to suspend it.
CREATE TABLE revocation_proposals (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  certificate TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
  kind TEXT COLLATE "C" NOT NULL,
  ground TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  held_on TEXT COLLATE "C" NOT NULL,
  members BIGINT NOT NULL,
  present BIGINT NOT NULL,
  votes_for BIGINT NOT NULL,
  votes_against BIGINT NOT NULL,
  votes_abstain BIGINT NOT NULL,
  evidence_sha256 TEXT COLLATE "C" NOT NULL,
  evidence_type TEXT COLLATE "C" NOT NULL,
  evidence_name TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  event TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  ended_by TEXT COLLATE "C" NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX revocation_proposals_edition ON revocation_proposals (edition, made_at, id);
-- One open proposal a certificate, whoever else asks at the same moment.
CREATE UNIQUE INDEX revocation_proposals_open ON revocation_proposals (certificate) WHERE state = 'open';
-- Of which acts on certificates their producers are told, and how: by a letter's job, or by whom on the telephone.
CREATE TABLE certificate_notices (
  event TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES certificate_events (id),
  edition TEXT COLLATE "C" NOT NULL,
  certificate TEXT COLLATE "C" NOT NULL,
  job TEXT COLLATE "C" NOT NULL,
  told BIGINT NOT NULL,
  told_by TEXT COLLATE "C" NOT NULL
);
CREATE INDEX certificate_notices_edition ON certificate_notices (edition, event);
