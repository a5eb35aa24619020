package store

import (
	"context"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// sortKeySetting names the rules that the stored sort keys were made by.
const sortKeySetting = "sort_key_version"

// keyVersion changes with the rules of the keys and with what is looked for in which table.
const keyVersion = i18n.SortKeyVersion + " register words"

const queryUsersByID query = "SELECT " + userColumns + " FROM users WHERE id > $1 ORDER BY id LIMIT $2"

// KeysCurrent reports whether the stored sort and search keys were made by this program's rules; when not,
// lists come in a wrong order until RebuildKeys has run.
func (db *DB) KeysCurrent(ctx context.Context) (bool, error) {
	version, err := db.Setting(ctx, sortKeySetting)
	if missing(err) {
		return false, nil
	}
	return version == keyVersion, err
}

// RebuildKeys makes every stored sort and search key anew, a batch a transaction so that others can write
// between. It changes nothing of the record and may be run again at any time.
func (db *DB) RebuildKeys(ctx context.Context) error {
	err := db.Update(ctx, func(t *Tx) error { // searches read the texts themselves until all words are written
		if err := t.SaveSetting(sortKeySetting, ""); err != nil {
			return err
		}
		return t.exec(queryDropWords)
	})
	if err != nil {
		return err
	}
	if err := saveAgain(ctx, db, scanNomination, queryBoundNominations, (*Tx).saveWithWords,
		func(n judging.Nomination) string { return n.ID }); err != nil {
		return err
	}
	if err := saveAgain(ctx, db, scanCertificate, queryBoundCertificates, (*Tx).SaveCertificate,
		func(c certificates.Certificate) string { return c.ID }); err != nil {
		return err
	}
	if err := saveAgain(ctx, db, scanUser, queryUsersByID, (*Tx).SaveUser,
		func(u accounts.User) string { return u.ID }); err != nil {
		return err
	}
	return db.SaveSetting(ctx, sortKeySetting, keyVersion)
}

// saveAgain loads every record of a table and saves it as it is, which makes its keys anew.
func saveAgain[T any](ctx context.Context, db *DB, read func(*Tx, scan) (T, error), q query,
	save func(*Tx, T) error, id func(T) string) error {
	for after, n := "", batch; n == batch; {
		var last string
		err := db.Update(ctx, func(t *Tx) error {
			records, err := all(t, read, q, after, batch)
			if err != nil {
				return err
			}
			n, last = len(records), after
			for _, v := range records {
				if err := save(t, v); err != nil {
					return err
				}
				last = id(v)
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = last
	}
	return nil
}
