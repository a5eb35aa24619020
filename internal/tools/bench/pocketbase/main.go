// Command pocketbase serves PocketBase as it comes, with one collection that everybody may read and add to,
// as a peer for the bench. It is a module of its own, so that nothing else depends on PocketBase.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// records is how many there are to read; record n has the id record%09d.
const records = 1000

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: pocketbase ADDRESS FOLDER")
		os.Exit(2)
	}
	address, folder := os.Args[1], os.Args[2]
	os.Args = []string{"pocketbase", "serve", "--http", address} // it looks there itself for the command
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: folder, HideStartBanner: true})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil // it would open a browser
		return errors.Join(fill(e.App), e.Next())
	})
	if err := app.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "pocketbase:", err)
		os.Exit(1)
	}
}

// fill makes the collection and its records.
func fill(app core.App) error {
	c := core.NewBaseCollection("sheets")
	c.ViewRule, c.CreateRule = types.Pointer(""), types.Pointer("")
	c.Fields.Add(&core.TextField{Name: "judge"}, &core.TextField{Name: "entry"}, &core.JSONField{Name: "marks"}, &core.TextField{Name: "comment"})
	if err := app.Save(c); err != nil {
		return fmt.Errorf("make the collection: %w", err)
	}
	return app.RunInTransaction(func(tx core.App) error {
		for n := range records {
			r := core.NewRecord(c)
			r.Load(map[string]any{"id": fmt.Sprintf("record%09d", n), "judge": "Đỗ Thợ Cả", "entry": fmt.Sprintf("S%05d", n),
				"marks": map[string]string{"1.1": "8.5", "1.2": "7", "2.1": "9"}, "comment": "Mây đan chắc tay"})
			if err := tx.Save(r); err != nil {
				return fmt.Errorf("save record %d: %w", n, err)
			}
		}
		return nil
	})
}
