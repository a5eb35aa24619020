-- +goose Up
CREATE TABLE ledger_leaves (
  idx INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  tbl TEXT NOT NULL,
  row_id TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  nonce BLOB NOT NULL,
  salts TEXT NOT NULL,
  body BLOB NOT NULL,
  commitment BLOB NOT NULL
) STRICT;
CREATE INDEX ledger_leaves_row ON ledger_leaves (tbl, row_id, idx);

CREATE TABLE ledger_hashes (
  idx INTEGER NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL
) STRICT;

CREATE TABLE ledger_head (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL
) STRICT;
INSERT INTO ledger_head (id, size, root)
VALUES (1, 0, X'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TABLE checkpoints (
  size INTEGER NOT NULL PRIMARY KEY,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER sheet_seals_no_update BEFORE UPDATE ON sheet_seals
BEGIN SELECT RAISE(ABORT, 'a sealed sheet never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sheet_seals_no_delete BEFORE DELETE ON sheet_seals
BEGIN SELECT RAISE(ABORT, 'a sealed sheet never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_leaves_no_update BEFORE UPDATE OF idx, kind, tbl, row_id, made_at, nonce, body, commitment ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'a ledger leaf never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_leaves_no_delete BEFORE DELETE ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'a ledger leaf never changes'); END;
-- +goose StatementEnd

CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  edition TEXT NOT NULL,
  job_key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  errors TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  problem TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  created INTEGER NOT NULL,
  finished INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX jobs_waiting_key ON jobs (kind, job_key) WHERE job_key <> '' AND state = 'queued';
CREATE INDEX jobs_due ON jobs (state, run_at);
CREATE INDEX jobs_created ON jobs (created, id);

CREATE TABLE idempotency (
  user_id TEXT NOT NULL,
  request_key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  answer BLOB NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (user_id, request_key)
) STRICT;
CREATE INDEX idempotency_created ON idempotency (created);
