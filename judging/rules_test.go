package judging_test

import (
	"encoding/json"
	"errors"
	"maps"
	"testing"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// shipped loads an embedded rule pack.
func shipped(t testing.TB, id string) *judging.Pack {
	t.Helper()
	p, _, err := packs.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rulesWith is the JSON of the generic pack with some of its fields replaced.
func rulesWith(t testing.TB, changes map[string]any) []byte {
	t.Helper()
	_, data, err := packs.Load("generic")
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	maps.Copy(fields, changes)
	b, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// packWith is the generic pack with some of its fields replaced.
func packWith(t testing.TB, changes map[string]any) *judging.Pack {
	t.Helper()
	p, err := judging.ParsePack(rulesWith(t, changes))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fieldCodes are the faults of fields in err as "field code".
func fieldCodes(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Invalid {
		t.Fatalf("got %v, want an Invalid fault or nil", err)
	}
	var list []string
	for _, x := range f.Fields {
		list = append(list, x.Field+" "+x.Code)
	}
	return list
}
