package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// mostNamed is how many faults of one kind are named one by one.
const mostNamed = 20

// walk reads the log once from its beginning. It keeps one bundle, one hash for each bit of the size and at most 255
// hashes of each level of tiles, whatever the size: about 17 MB when every entry has its full length.
type walk struct {
	read   logSource
	report *report
	size   int64
	tree   frontier
	levels [][]treeHash // of each level of tiles the hashes of its last, unfinished tile
	counts []int64      // of each level how many hashes it had
	faults int
	stop   bool // an entry is missing: nothing beyond it can be computed

	at      int64 // a size at which the root is wanted, 0 for none
	rootAt  treeHash
	code    string // of the certificate that is looked for
	ids     map[string]bool
	records []found
}

// found is a public record of the certificate that is looked for.
type found struct {
	index int64
	kind  string
	act   string // of a later act: "revoked" and the like
	from  string // the day from which that act holds, YYYY-MM-DD
	data  []byte
}

func (w *walk) fault(what string, err error) {
	if w.faults++; w.faults <= mostNamed {
		w.report.check(what, err)
	}
}

// fetch reads a tile or bundle of that width. One that became whole since the checkpoint is read whole, of which the
// beginning counts.
func (w *walk) fetch(level string, n int64, want int, most int64) (data []byte, whole bool, err error) {
	data, err = w.read(resource(level, n, want), most)
	if errors.Is(err, errNone) && want < width {
		if full, fullErr := w.read(resource(level, n, width), most); fullErr == nil {
			return full, true, nil
		}
	}
	return data, false, err
}

// entries walks over every bundle up to the size.
func (w *walk) entries() {
	for n := int64(0); n*width < w.size && !w.stop; n++ {
		want := int(min(width, w.size-n*width))
		data, whole, err := w.fetch("entries", n, want, maxBundle)
		var entries [][]byte
		if err == nil {
			entries, err = unbundle(data)
		}
		if whole && len(entries) == width {
			entries = entries[:want]
		}
		if err == nil && len(entries) != want {
			err = fmt.Errorf("there are %d, the checkpoint's size asks for %d: entries were added or taken out", len(entries), want)
		}
		if err != nil {
			w.fault("the entries of "+resource("entries", n, want)+" are those of the checkpoint", err)
			w.stop = true
			return
		}
		for _, e := range entries {
			w.entry(e)
		}
	}
}

func (w *walk) entry(data []byte) {
	index := w.tree.size
	h := leafHash(data)
	w.tree.add(h)
	if w.tree.size == w.at {
		w.rootAt = w.tree.root()
	}
	w.push(0, h)
	w.look(index, data)
}

// look keeps the records of the certificate that is looked for: those that carry its code, and later acts on it.
func (w *walk) look(index int64, data []byte) {
	if w.code == "" || len(data) == 0 || data[0] != '{' {
		return
	}
	var record struct {
		ID   string `json:"id"`
		Kind string `json:"kind"`
		Body struct {
			Code        string `json:"code"`
			Certificate string `json:"certificate"`
			Act         string `json:"kind"`
			Effective   string `json:"effective_on"`
		} `json:"body"`
	}
	if json.Unmarshal(data, &record) != nil {
		return
	}
	switch {
	case record.Body.Code == w.code:
		w.ids[record.ID] = true
	case !w.ids[record.Body.Certificate]:
		return
	}
	w.records = append(w.records, found{index, record.Kind, record.Body.Act, record.Body.Effective, bytes.Clone(data)})
}

// push adds a hash to a level of tiles, and compares the tile that it completes.
func (w *walk) push(level int, h treeHash) {
	if len(w.levels) == level {
		w.levels, w.counts = append(w.levels, nil), append(w.counts, 0)
	}
	w.levels[level] = append(w.levels[level], h)
	w.counts[level]++
	if len(w.levels[level]) < width {
		return
	}
	w.tile(level, w.counts[level]/width-1)
	var f frontier
	for _, h := range w.levels[level] {
		f.add(h)
	}
	w.levels[level] = w.levels[level][:0]
	w.push(level+1, f.root())
}

// rest compares the partial tile of each level.
func (w *walk) rest() {
	for level := range w.levels {
		if len(w.levels[level]) > 0 && !w.stop {
			w.tile(level, w.counts[level]/width)
		}
	}
}

func (w *walk) tile(level int, n int64) {
	made := w.levels[level]
	what := "the tile " + resource(strconv.Itoa(level), n, len(made)) + " holds the hashes of the entries"
	data, whole, err := w.fetch(strconv.Itoa(level), n, len(made), maxTile)
	if want := len(made) * len(treeHash{}); whole && len(data) == maxTile {
		data = data[:want]
	} else if err == nil && len(data) != want {
		err = fmt.Errorf("it has %d bytes, want %d", len(data), want)
	}
	if err != nil {
		w.fault(what, err)
		return
	}
	for i, h := range made {
		if treeHash(data[i*len(h):]) == h {
			continue
		}
		place := fmt.Sprintf("hash %d", i)
		if level == 0 {
			place = fmt.Sprintf("leaf %d", n*width+int64(i))
		}
		w.fault(what, fmt.Errorf("%s: the hash there is not the one that the entries make", place))
	}
}
