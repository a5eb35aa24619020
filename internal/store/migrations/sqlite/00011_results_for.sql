-- +goose Up
ALTER TABLE editions ADD COLUMN results_for TEXT NOT NULL DEFAULT '';
