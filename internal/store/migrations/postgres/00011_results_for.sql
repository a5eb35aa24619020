-- +goose Up
ALTER TABLE editions ADD COLUMN results_for TEXT COLLATE "C" NOT NULL DEFAULT '';
