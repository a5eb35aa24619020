-- +goose Up
-- Moves with every change of what everybody is told about an issued certificate, so that finished answers kept
-- in memory are dropped. Its steps have random lengths: a record that was set back to an earlier state never
-- meets a number again that stood for something else.
CREATE TABLE certificate_generation (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  n BIGINT NOT NULL
);
INSERT INTO certificate_generation (id, n) VALUES (1, 1);
-- +goose StatementBegin
CREATE FUNCTION move_certificate_generation() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  UPDATE certificate_generation SET n = n + 1 + floor(random() * 1000000)::bigint;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION move_generation_of_nomination() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE changed TEXT;
BEGIN
  IF TG_TABLE_NAME = 'nominations' THEN
    changed := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN
    changed := OLD.nomination;
  ELSE
    changed := NEW.nomination;
  END IF;
  IF EXISTS (SELECT 1 FROM certificates WHERE nomination = changed) THEN
    UPDATE certificate_generation SET n = n + 1 + floor(random() * 1000000)::bigint;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER certificates_generation_insert AFTER INSERT ON certificates
FOR EACH ROW WHEN (NEW.issued <> 0) EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER certificates_generation_update AFTER UPDATE ON certificates
FOR EACH ROW WHEN (OLD.issued <> 0 OR NEW.issued <> 0) EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER certificates_generation_delete AFTER DELETE ON certificates
FOR EACH ROW WHEN (OLD.issued <> 0) EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER certificate_events_generation AFTER INSERT OR UPDATE OR DELETE ON certificate_events
FOR EACH ROW EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER checkpoints_generation AFTER INSERT OR UPDATE OR DELETE ON checkpoints
FOR EACH ROW EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER editions_generation AFTER UPDATE ON editions
FOR EACH ROW EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER organisers_generation AFTER INSERT OR UPDATE ON organisers
FOR EACH ROW EXECUTE FUNCTION move_certificate_generation();
CREATE TRIGGER nominations_generation AFTER UPDATE OF product_id ON nominations
FOR EACH ROW WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id) EXECUTE FUNCTION move_generation_of_nomination();
CREATE TRIGGER documents_generation AFTER INSERT OR UPDATE OR DELETE ON documents
FOR EACH ROW EXECUTE FUNCTION move_generation_of_nomination();
