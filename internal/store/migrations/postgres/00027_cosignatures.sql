-- +goose Up
-- What others said of published checkpoints: witnesses by their cosignatures, an authority by a timestamp. Both
-- speak of the record and are none of it; each verifies by itself.
CREATE TABLE cosignatures (
  size BIGINT NOT NULL,
  witness TEXT COLLATE "C" NOT NULL,
  line TEXT COLLATE "C" NOT NULL,
  signed_at BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (size, witness)
);
CREATE TABLE checkpoint_stamps (
  size BIGINT NOT NULL PRIMARY KEY,
  response BYTEA NOT NULL,
  stamped BIGINT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE TRIGGER cosignatures_generation AFTER INSERT OR UPDATE OR DELETE ON cosignatures
FOR EACH ROW EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER checkpoint_stamps_generation AFTER INSERT OR UPDATE OR DELETE ON checkpoint_stamps
FOR EACH ROW EXECUTE FUNCTION move_certificate_generation();
