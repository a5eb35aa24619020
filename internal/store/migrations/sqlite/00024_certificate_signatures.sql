-- +goose Up
-- Files of issued certificates that the authority signed with its own tool.
CREATE TABLE certificate_signatures (
  id TEXT NOT NULL PRIMARY KEY,
  certificate TEXT NOT NULL REFERENCES certificates (id),
  sha256 TEXT NOT NULL,
  signer TEXT NOT NULL,
  claimed INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX certificate_signatures_certificate ON certificate_signatures (certificate, made_at, id);
CREATE INDEX certificate_signatures_sha256 ON certificate_signatures (sha256);
-- +goose StatementBegin
CREATE TRIGGER certificate_signatures_generation_insert AFTER INSERT ON certificate_signatures
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER certificate_signatures_generation_update AFTER UPDATE ON certificate_signatures
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER certificate_signatures_generation_delete AFTER DELETE ON certificate_signatures
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
