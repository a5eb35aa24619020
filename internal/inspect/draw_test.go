package inspect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever draws has the limits of every child, and what it answers is not believed to be a page.
func TestDrawerIsLimited(t *testing.T) {
	i := newInspector(t)
	for name, c := range map[string]struct {
		script string
		good   bool
	}{
		"limited":     {`[ "$(ulimit -t)" = 20 ] && [ "$(ulimit -f)" = 0 ] && [ -z "$HOME" ] && printf 'P5\n2 1\n255\nxy'`, true},
		"dies":        {`printf 'P5\n2 1\n255\nxy'; exit 1`, false},
		"two pages":   {`printf 'P5\n2 1\n255\nxyP5\n2 1\n255\nxy'`, false},
		"cut":         {`printf 'P5\n2 1\n255\nx'`, false},
		"huge":        {`printf 'P5\n99999 99999\n255\n'; exec cat /dev/zero`, false},
		"other":       {`printf 'P6\n2 1\n255\nxyxyxy'`, false},
		"silent":      {`exit 0`, false},
		"upside down": {`printf 'P5\n-2 -1\n255\nxy'`, false},
	} {
		program := filepath.Join(t.TempDir(), "draws")
		if err := os.WriteFile(program, []byte("#!/bin/sh\n"+c.script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		same, err := i.SamePage(t.Context(), program, nil, nil, nil)
		if c.good != (err == nil && same) {
			t.Errorf("%s: %v, %v", name, same, err)
		}
		if err != nil && !strings.Contains(err.Error(), errDrawing.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
