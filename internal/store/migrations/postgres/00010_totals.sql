-- +goose Up
-- A ranking reads the totals of the sheets themselves. An index of them, as SQLite has, would make each save of
-- marks write every index of the table.
DROP INDEX sheet_seals_totals;
