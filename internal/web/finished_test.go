package web

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// finishedNo is an answer under a key of its own.
func finishedNo(n, size int) *finished {
	f := &finished{body: &pieces{parts: [][]byte{bytes.Repeat([]byte{byte(n)}, size)}}, generation: 1, day: "2026-11-02"}
	binary.BigEndian.PutUint64(f.key.code[:], uint64(n))
	return f
}

func (a *finishedAnswers) keeps(n int) bool {
	return a.get(finishedNo(n, 0).key, 1, "2026-11-02", time.Time{}) != nil
}

// TestFinishedBytesAreCounted: the bound is of real memory, whatever the answers' size.
func TestFinishedBytesAreCounted(t *testing.T) {
	const most = 8 << 20
	for _, size := range []int{0, 300, 3000, 9000} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		a := newFinishedAnswers(most)
		for n := range 2 * most / (size + overhead) {
			a.put(finishedNo(n, size))
			if a.bytes() > most {
				t.Fatalf("%d bytes are kept, want %d at most", a.bytes(), most)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		took := int64(after.HeapAlloc) - int64(before.HeapAlloc)
		if a.bytes() < most/2 || took > most+seenSlots*4+1<<20 {
			t.Errorf("answers of %d bytes: %d are counted, the heap grew by %d", size, a.bytes(), took)
		}
		runtime.KeepAlive(a)
	}
}

// TestAskedForSurvives: what is asked for stays while a crowd passes; what stopped being true goes first.
func TestAskedForSurvives(t *testing.T) {
	a := newFinishedAnswers(shards * 10 * (1000 + 1000/8 + overhead))
	for n := range 3000 {
		a.put(finishedNo(n, 1000))
		if !a.keeps(0) { // it stands first in its shard's ring, where the hand begins
			t.Fatalf("the answer that is asked for went after %d others", n)
		}
	}
	newer := finishedNo(5000, 1000)
	newer.generation = 2
	a.put(newer)
	if a.get(newer.key, 2, newer.day, time.Time{}) == nil || a.get(newer.key, 1, newer.day, time.Time{}) != nil {
		t.Error("an answer is given for another generation than its own")
	}
	if a.put(finishedNo(6000, 1<<20)); a.keeps(6000) {
		t.Error("an answer larger than a shard is kept")
	}
}

// TestNothingIsNotedTwiceByItself: a walk over many keys does not count as asking again.
func TestNothingIsNotedTwiceByItself(t *testing.T) {
	a := newFinishedAnswers(1 << 20)
	wrong := 0
	for n := range 20_000 {
		if a.asked(finishedNo(n, 0).key) {
			wrong++
		}
		a.note(finishedNo(n, 0).key)
		if !a.asked(finishedNo(n, 0).key) {
			t.Fatalf("key %d is forgotten at once", n)
		}
	}
	if wrong > 5 {
		t.Errorf("%d of 20000 keys were asked for before, want none", wrong)
	}
}

// TestPackedAroundGaps reads the member with the standard library, which checks length and sum.
func TestPackedAroundGaps(t *testing.T) {
	long := strings.Repeat("Tương nếp Làng Giếng, ", 400)
	line := func(text string) slips {
		return slips{key: finishedKey{code: [12]byte([]byte("7k3m9qxt2hdk"))}, at: &moment{checked: [2][]byte{[]byte(text)}}, id: "ID"}
	}
	for _, parts := range [][]string{{long, long}, {"", long}, {long, ""}, {"", ""}, {"a", "b"}, {long[:999], "</html>\n"},
		{long}, {"a", long, "", long, "z"}, {"", "", "", "", ""}} {
		for _, middle := range []string{"", "lúc 09:00 ngày 02/11/2026", long[:99], strings.Repeat("x", 65_535)} {
			p := &pieces{line: bytes.Repeat([]byte("?"), len(middle)), gaps: []gap{timeGap, spelledGap, printedGap, idGap}[:len(parts)-1]}
			for _, part := range parts {
				p.parts = append(p.parts, []byte(part))
			}
			want := p.appendTo(nil, line(middle))
			if !bytes.HasPrefix(want, []byte(parts[0])) || len(parts) == 5 && !bytes.HasSuffix(want, []byte(parts[3]+"ID"+parts[4])) {
				t.Fatalf("not compressed it is %.99q", want)
			}
			if err := p.pack(line(string(p.line))); err != nil {
				t.Fatal(err)
			}
			member := p.appendTo(nil, line(middle))
			z, err := gzip.NewReader(bytes.NewReader(member))
			if err != nil {
				t.Fatal(err)
			}
			z.Multistream(false) // browsers read one member
			plain, err := io.ReadAll(z)
			if err != nil || !bytes.Equal(plain, want) {
				t.Errorf("%d parts around %d bytes came back as %d bytes of %d: %v", len(parts), len(middle), len(plain), len(want), err)
			}
		}
	}
}

// TestPagesAreCutWhereTheySayIt: the time and both spellings of the code, wherever they stand and how often.
func TestPagesAreCutWhereTheySayIt(t *testing.T) {
	at := &moment{checked: [2][]byte{[]byte("<time>09:00</time>")}}
	for _, spelled := range []string{"7k3m9qxt2hdk", "7K3M-9QXT-2HDK"} {
		own, other := slips{at: at}, slips{at: &moment{checked: [2][]byte{[]byte("<time>10:30</time>")}}}
		if !own.key.spell(spelled) || !other.key.spell(strings.Replace(spelled, "9", "0", 1)) {
			t.Fatal("no spelling")
		}
		page := `<a href="/v/` + spelled + `?lang=en">7K3M-9QXT-2HDK <time>09:00</time> 7K3M-9QXT-2HDK` + spelled
		p := cutPage([]byte(page), at.checked[0], own)
		if got := string(p.appendTo(nil, own)); got != page || len(p.gaps) != 5 {
			t.Errorf("%d gaps, %q", len(p.gaps), got)
		}
		if got, want := string(p.appendTo(nil, other)), strings.NewReplacer("9QXT", "0QXT", "9qxt", "0qxt", "09:00", "10:30").Replace(page); got != want {
			t.Errorf("for another code and time %q, want %q", got, want)
		}
	}
}

func TestSpellingsOfKeys(t *testing.T) {
	for code, want := range map[string]string{
		"7k3m9qxt2hdk": "7k3m9qxt2hdk", "7K3M-9QXT-2HDK": "7k3m9qxt2hdk dashed", "7K3M9QXT2HDK": "", "7k3m-9qxt-2hdk": "",
		"7K3M-9QXT-2hdk": "", "7k3m9qxt2hd": "", "7k3m9qxt2hdkk": "", "7K3M9-QXT-2HDK": "", "7K3M-9QXT-2HD-": "", "7k3m9qxt2hd/": "", "": "", "7k3m9qxt2hđ": "",
	} {
		var key finishedKey
		got := ""
		if key.spell(code) {
			got = string(key.code[:])
			if key.kind&dashed != 0 {
				got += " dashed"
			}
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", code, got, want)
		}
	}
}
