package store

import "context"

const (
	querySetting     query = `SELECT value FROM settings WHERE name = $1`
	querySaveSetting query = `INSERT INTO settings (name, value) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value`
)

// Setting is a stored setting; the fault not_found says that it was never set.
func (t *Tx) Setting(name string) (string, error) {
	return one(t, "setting", plain[string], querySetting, name)
}

// SaveSetting writes a setting.
func (t *Tx) SaveSetting(name, value string) error { return t.exec(querySaveSetting, name, value) }

// Setting is Tx.Setting in a transaction of its own.
func (db *DB) Setting(ctx context.Context, name string) (value string, err error) {
	err = db.View(ctx, func(t *Tx) error {
		value, err = t.Setting(name)
		return err
	})
	return value, err
}

// SaveSetting is Tx.SaveSetting in a transaction of its own.
func (db *DB) SaveSetting(ctx context.Context, name, value string) error {
	return db.Update(ctx, func(t *Tx) error { return t.SaveSetting(name, value) })
}
