-- +goose Up
-- What others said of published checkpoints: witnesses by their cosignatures, an authority by a timestamp. Both
-- speak of the record and are none of it; each verifies by itself.
CREATE TABLE cosignatures (
  size INTEGER NOT NULL,
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT;
CREATE TABLE checkpoint_stamps (
  size INTEGER NOT NULL PRIMARY KEY,
  response BLOB NOT NULL,
  stamped INTEGER NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER cosignatures_generation_insert AFTER INSERT ON cosignatures
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER cosignatures_generation_update AFTER UPDATE ON cosignatures
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER cosignatures_generation_delete AFTER DELETE ON cosignatures
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoint_stamps_generation_insert AFTER INSERT ON checkpoint_stamps
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoint_stamps_generation_update AFTER UPDATE ON checkpoint_stamps
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoint_stamps_generation_delete AFTER DELETE ON checkpoint_stamps
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
