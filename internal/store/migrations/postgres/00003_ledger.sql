-- +goose Up
CREATE TABLE ledger_leaves (
  idx BIGINT NOT NULL PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL,
  tbl TEXT COLLATE "C" NOT NULL,
  row_id TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  nonce BYTEA NOT NULL,
  salts TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL,
  commitment BYTEA NOT NULL
);
CREATE INDEX ledger_leaves_row ON ledger_leaves (tbl, row_id, idx);

CREATE TABLE ledger_hashes (
  idx BIGINT NOT NULL PRIMARY KEY,
  hash BYTEA NOT NULL
);

CREATE TABLE ledger_head (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  size BIGINT NOT NULL,
  root BYTEA NOT NULL
);
INSERT INTO ledger_head (id, size, root)
VALUES (1, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TABLE checkpoints (
  size BIGINT NOT NULL PRIMARY KEY,
  body TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
-- +goose StatementEnd
CREATE TRIGGER sheet_seals_no_update BEFORE UPDATE ON sheet_seals
FOR EACH ROW EXECUTE FUNCTION refuse_change('a sealed sheet never changes');
CREATE TRIGGER sheet_seals_no_delete BEFORE DELETE ON sheet_seals
FOR EACH ROW EXECUTE FUNCTION refuse_change('a sealed sheet never changes');
CREATE TRIGGER ledger_leaves_no_update BEFORE UPDATE OF idx, kind, tbl, row_id, made_at, nonce, body, commitment ON ledger_leaves
FOR EACH ROW EXECUTE FUNCTION refuse_change('a ledger leaf never changes');
CREATE TRIGGER ledger_leaves_no_delete BEFORE DELETE ON ledger_leaves
FOR EACH ROW EXECUTE FUNCTION refuse_change('a ledger leaf never changes');

CREATE TABLE jobs (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL,
  edition TEXT COLLATE "C" NOT NULL,
  job_key TEXT COLLATE "C" NOT NULL,
  payload TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  errors TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  problem TEXT COLLATE "C" NOT NULL,
  run_at BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  created BIGINT NOT NULL,
  finished BIGINT NOT NULL
);
CREATE UNIQUE INDEX jobs_waiting_key ON jobs (kind, job_key) WHERE job_key <> '' AND state = 'queued';
CREATE INDEX jobs_due ON jobs (state, run_at);
CREATE INDEX jobs_created ON jobs (created, id);

CREATE TABLE idempotency (
  user_id TEXT COLLATE "C" NOT NULL,
  request_key TEXT COLLATE "C" NOT NULL,
  body_hash TEXT COLLATE "C" NOT NULL,
  status BIGINT NOT NULL,
  content_type TEXT COLLATE "C" NOT NULL,
  answer BYTEA NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (user_id, request_key)
);
CREATE INDEX idempotency_created ON idempotency (created);
