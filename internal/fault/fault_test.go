package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
)

func TestFaultsAreFoundInAChain(t *testing.T) {
	err := fmt.Errorf("save sheet: %w", fault.New(fault.Conflict, "stale_version", "sent", 1, "stored", 2))
	if fault.KindOf(err) != fault.Conflict || !fault.IsCode(err, "stale_version") {
		t.Errorf("kind %q of %v", fault.KindOf(err), err)
	}
	if !errors.Is(err, fault.New(fault.Conflict, "")) || errors.Is(err, fault.New(fault.Invalid, "")) {
		t.Error("a template of the kind does not match, or another does")
	}
	if plain := errors.New("disk"); fault.KindOf(plain) != "" || fault.IsCode(plain, "stale_version") {
		t.Error("an error of the machine passes for a fault")
	}
}

func TestFields(t *testing.T) {
	var f fault.Fields
	if f.Err() != nil || !f.Empty() {
		t.Fatal("nothing noted is a fault")
	}
	f.Add("name", "too_long", "max", 300)
	f.Merge(fault.New(fault.Invalid, "weak_password"))
	var other fault.Fields
	other.Add("email", "bad_email")
	f.Merge(other.Err())
	f.Merge(errors.New("disk"))
	want := []fault.Field{{Field: "name", Code: "too_long", Args: fault.Args{"max": 300}}, {Code: "weak_password"}, {Field: "email", Code: "bad_email"}}
	got, ok := errors.AsType[*fault.Fault](f.Err())
	if !ok || got.Kind != fault.Invalid || cmp.Diff(want, got.Fields) != "" {
		t.Errorf("%+v %s", got, cmp.Diff(want, got.Fields))
	}
}

func TestFieldsAreBounded(t *testing.T) {
	var f fault.Fields
	for i := range 10_000 {
		f.Add(fmt.Sprint(i), "unknown_field")
	}
	if got, _ := errors.AsType[*fault.Fault](f.Err()); len(got.Fields) != 100 {
		t.Errorf("%d faults are told", len(got.Fields))
	}
}

func TestWithLeavesTheOriginal(t *testing.T) {
	plain := fault.New(fault.TooMany, "rate_limited")
	if more := plain.With("seconds", 5); more.Args["seconds"] != 5 || plain.Args != nil {
		t.Errorf("%v from %v", more.Args, plain.Args)
	}
}
