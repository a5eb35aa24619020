package judging_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func TestParsePoints(t *testing.T) {
	for _, row := range []struct {
		name, in string
		want     judging.Points
		text     string
	}{
		{"zero", "0", 0, "0"},
		{"whole", "7", 7000, "7"},
		{"half", "7.5", 7500, "7.5"},
		{"two decimals", "83.21", 83210, "83.21"},
		{"three decimals", "0.005", 5, "0.005"},
		{"leading zeros", "007.10", 7100, "7.1"},
		{"trailing zeros", "3.500", 3500, "3.5"},
		{"inner zero", "1.050", 1050, "1.05"},
		{"largest", "9999.999", judging.MaxPoints, "9999.999"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := judging.ParsePoints(row.in)
			if err != nil || got != row.want || got.String() != row.text {
				t.Errorf("ParsePoints(%q) = %d %q, %v; want %d %q", row.in, got, got, err, row.want, row.text)
			}
		})
	}
	for _, in := range []string{"", " ", "7,5", "-1", "+1", ".5", "5.", "5.1234", "12345", "1e3", "７", "7.5 ", "7.5\n", "0x1", "1.2.3", "NaN"} {
		if got, err := judging.ParsePoints(in); !fault.IsCode(err, "not_a_number") {
			t.Errorf("ParsePoints(%q) = %d, %v; want not_a_number", in, got, err)
		}
	}
}

func TestPointsOfTallies(t *testing.T) {
	for p, want := range map[judging.Points]string{-7500: "-7.5", 20_000_000: "20000", -1: "-0.001"} {
		if got := p.String(); got != want {
			t.Errorf("Points(%d) = %q, want %q", p, got, want)
		}
	}
	b, err := json.Marshal(map[string]judging.Points{"1.1": 7500})
	if err != nil || string(b) != `{"1.1":"7.5"}` {
		t.Errorf("marshalled to %s, %v", b, err)
	}
	var back map[string]judging.Points
	if err := json.Unmarshal(b, &back); err != nil || back["1.1"] != 7500 {
		t.Errorf("read back %v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"1.1":"7,5"}`), &back); err == nil {
		t.Error("a decimal comma was read from JSON")
	}
}

func FuzzParsePoints(f *testing.F) {
	for _, s := range []string{"0", "7.5", "9999.999", "7,5", "", "1.", "00.10"} {
		f.Add(s)
	}
	contract := regexp.MustCompile(`^\d{1,4}(\.\d{1,3})?$`)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := judging.ParsePoints(s)
		if (err == nil) != contract.MatchString(s) {
			t.Fatalf("ParsePoints(%q) = %v, %v, against the contract's form", s, got, err)
		}
		if err != nil {
			return
		}
		if again, err := judging.ParsePoints(got.String()); err != nil || again != got {
			t.Fatalf("%q reads as %d, written %q, read again %d, %v", s, got, got, again, err)
		}
	})
}
