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
	f := &finished{head: bytes.Repeat([]byte{byte(n)}, size), generation: 1, day: "2026-11-02"}
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
		if !a.keeps(7) && n > 6 {
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

// TestPackedAroundAGap reads the member with the standard library, which checks length and sum.
func TestPackedAroundAGap(t *testing.T) {
	long := strings.Repeat("Tương nếp Làng Giếng, ", 400)
	for _, tt := range []struct{ before, after string }{
		{long, long}, {"", long}, {long, ""}, {"", ""}, {"a", "b"}, {long[:999], "</html>\n"},
	} {
		for _, middle := range []string{"", "lúc 09:00 ngày 02/11/2026", long[:99], strings.Repeat("x", 65_535)} {
			head, tail, sum, err := packAround([]byte(tt.before), len(middle), []byte(tt.after))
			if err != nil {
				t.Fatal(err)
			}
			member := bytes.Join([][]byte{head, stored([]byte(middle)), tail, sum.trailer([]byte(middle))}, nil)
			z, err := gzip.NewReader(bytes.NewReader(member))
			if err != nil {
				t.Fatal(err)
			}
			z.Multistream(false) // browsers read one member
			plain, err := io.ReadAll(z)
			if want := tt.before + middle + tt.after; err != nil || string(plain) != want {
				t.Errorf("%d, %d and %d bytes came back as %d: %v", len(tt.before), len(middle), len(tt.after), len(plain), err)
			}
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
