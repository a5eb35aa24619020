// Package packs owns the rule packs that ship with the program. It refuses to know what they say:
// package judging reads them.
package packs

import (
	"embed"
	"fmt"
	"slices"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

//go:embed *.json
var files embed.FS

// Names are the ids of the packs that ship with the program, the current one of Vietnam's rural-industry
// selection first.
func Names() []string { return []string{"vn-cnnt-2025", "vn-cnnt-2018", "generic"} }

// Load is the pack with that id and its JSON as it ships; an id that Names does not list is a NotFound
// fault "unknown_rule_pack".
func Load(id string) (*judging.Pack, []byte, error) {
	if !slices.Contains(Names(), id) {
		return nil, nil, fault.New(fault.NotFound, "unknown_rule_pack", "id", id)
	}
	data, err := files.ReadFile(id + ".json")
	if err != nil {
		return nil, nil, fmt.Errorf("read embedded rule pack %s: %w", id, err)
	}
	p, err := judging.ParsePack(data)
	if err != nil {
		return nil, nil, fmt.Errorf("parse embedded rule pack %s: %w", id, err)
	}
	return p, data, nil
}
