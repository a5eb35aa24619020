-- +goose Up
-- The totals that count, each as the text that a ranking reads, so that it touches neither the marks nor the seals.
-- Only sealed sheets stand in it: what a judge types changes none of its pages.
CREATE INDEX sheets_counted ON sheets (edition, pass, nomination || ' ' || judge || ' ' || total || ' ' || by_top)
WHERE state IN ('submitted', 'locked') AND seal <> '' AND total IS NOT NULL;
DROP INDEX sheets_totals;
DROP INDEX sheet_seals_totals;
