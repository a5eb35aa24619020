-- +goose Up
-- Moves with every change of what everybody is told about an issued certificate, so that finished answers kept
-- in memory are dropped. Its steps have random lengths: a record that was set back to an earlier state never
-- meets a number again that stood for something else.
CREATE TABLE certificate_generation (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  n INTEGER NOT NULL
) STRICT;
INSERT INTO certificate_generation (id, n) VALUES (1, 1);
-- +goose StatementBegin
CREATE TRIGGER certificates_generation_insert AFTER INSERT ON certificates WHEN NEW.issued <> 0
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER certificates_generation_update AFTER UPDATE ON certificates WHEN OLD.issued <> 0 OR NEW.issued <> 0
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER certificates_generation_delete AFTER DELETE ON certificates WHEN OLD.issued <> 0
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER certificate_events_generation_insert AFTER INSERT ON certificate_events
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER certificate_events_generation_update AFTER UPDATE ON certificate_events
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER certificate_events_generation_delete AFTER DELETE ON certificate_events
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoints_generation_insert AFTER INSERT ON checkpoints
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoints_generation_update AFTER UPDATE ON checkpoints
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoints_generation_delete AFTER DELETE ON checkpoints
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER editions_generation_update AFTER UPDATE ON editions
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER organisers_generation_insert AFTER INSERT ON organisers
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER organisers_generation_update AFTER UPDATE ON organisers
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER nominations_generation_update AFTER UPDATE OF product_id ON nominations
WHEN OLD.product_id IS NOT NEW.product_id AND EXISTS (SELECT 1 FROM certificates WHERE nomination = NEW.id)
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_generation_insert AFTER INSERT ON documents
WHEN EXISTS (SELECT 1 FROM certificates WHERE nomination = NEW.nomination)
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_generation_update AFTER UPDATE ON documents
WHEN EXISTS (SELECT 1 FROM certificates WHERE nomination IN (OLD.nomination, NEW.nomination))
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_generation_delete AFTER DELETE ON documents
WHEN EXISTS (SELECT 1 FROM certificates WHERE nomination = OLD.nomination)
BEGIN UPDATE certificate_generation SET n = n + 1 + abs(random() % 1000000); END;
-- +goose StatementEnd
