-- +goose Up
-- Files of issued certificates that the authority signed with its own tool.
CREATE TABLE certificate_signatures (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  certificate TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
  sha256 TEXT COLLATE "C" NOT NULL,
  signer TEXT COLLATE "C" NOT NULL,
  claimed BIGINT NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX certificate_signatures_certificate ON certificate_signatures (certificate, made_at, id);
CREATE INDEX certificate_signatures_sha256 ON certificate_signatures (sha256);
CREATE TRIGGER certificate_signatures_generation AFTER INSERT OR UPDATE OR DELETE ON certificate_signatures
FOR EACH ROW EXECUTE FUNCTION move_certificate_generation();
