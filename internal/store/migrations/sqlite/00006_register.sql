-- +goose Up
ALTER TABLE certificates ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE certificates ADD COLUMN sort_key BLOB NOT NULL DEFAULT x'';
ALTER TABLE certificates ADD COLUMN place_key TEXT NOT NULL DEFAULT '';
