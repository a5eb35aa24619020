package web

import (
	"bytes"
	"hash/crc32"
	"strconv"
)

// gap says what stands between two parts of an answer.
type gap uint8

const (
	timeGap    gap = iota // when it was looked up
	idGap                 // the request's id
	spelledGap            // the code as the address spells it
	printedGap            // the code as it is printed
)

// pieces are the body of an answer as it goes out, all but what changes from one request to the next: the time at
// which it was looked up, the request's id, the code of an answer that many codes share. They are never changed.
type pieces struct {
	parts [][]byte // one more than gaps
	gaps  []gap
	line  []byte     // what stood in a gap for the time; what takes its place is as long
	sums  []checksum // of the parts, when they are compressed; else nil

	length []string // of the whole, as a header says it: what fills gaps always has the same length
}

// size is what the pieces take, bytes.
func (p *pieces) size() int {
	n := len(p.line)
	for _, part := range p.parts {
		n += len(part)
	}
	return n
}

// measure sets the length from an answer to anybody; nobody may have seen the pieces yet.
func (p *pieces) measure(s slips) { p.length = []string{strconv.Itoa(len(p.appendTo(nil, s)))} }

// slips fill the gaps of one answer.
type slips struct {
	key finishedKey
	at  *moment
	id  string
}

// appendTo appends the body with its gaps filled.
func (p *pieces) appendTo(buf []byte, s slips) []byte {
	var sum uint32
	length := 0
	for i, part := range p.parts {
		buf = append(buf, part...)
		if p.sums != nil {
			sum = p.sums[i].after(sum)
			length += p.sums[i].length
		}
		if i == len(p.gaps) {
			break
		}
		if p.sums == nil {
			buf = p.fill(buf, p.gaps[i], s)
			continue
		}
		from := len(buf) + storedHead
		buf = p.fill(append(buf, make([]byte, storedHead)...), p.gaps[i], s)
		text := buf[from:]
		storeHead(buf[from-storedHead:from], len(text))
		sum = crc32.Update(sum, crc32.IEEETable, text)
		length += len(text)
	}
	if p.sums != nil {
		buf = appendTrailer(buf, sum, length)
	}
	return buf
}

// fill appends what stands in a gap.
func (p *pieces) fill(buf []byte, g gap, s slips) []byte {
	switch g {
	case timeGap:
		line := s.at.checked[one(s.key.kind&inEN != 0)]
		if len(line) != len(p.line) { // a day later, in English
			line = p.line
		}
		return append(buf, line...)
	case idGap:
		return append(buf, s.id...)
	case spelledGap:
		return append(buf, s.key.code[:]...)
	case printedGap:
		for i, c := range s.key.code {
			if i == 4 || i == 8 {
				buf = append(buf, '-')
			}
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
			}
			buf = append(buf, c)
		}
	}
	return buf
}

// cutPage takes what the slips say out of a page that was made for them, wherever it stands.
func cutPage(page, line []byte, s slips) *pieces {
	p := &pieces{line: line}
	for {
		first, length, found := len(page), 0, gap(0)
		for _, g := range []gap{timeGap, idGap, printedGap, spelledGap} {
			text := p.fill(nil, g, s)
			if at := bytes.Index(page, text); len(text) > 0 && at >= 0 && at < first {
				first, length, found = at, len(text), g
			}
		}
		p.parts = append(p.parts, page[:first])
		if first == len(page) {
			return p
		}
		p.gaps, page = append(p.gaps, found), page[first+length:]
	}
}

// pack compresses the parts into one gzip member around the gaps.
func (p *pieces) pack(s slips) (err error) {
	gaps := make([]int, len(p.gaps))
	for i, g := range p.gaps {
		gaps[i] = len(p.fill(nil, g, s))
	}
	p.parts, p.sums, err = packAround(p.parts, gaps)
	return err
}

// printed is the code of the key as certificates carry it.
func (k finishedKey) printed() string {
	return string((&pieces{}).fill(nil, printedGap, slips{key: k}))
}

// spelled is the code of the key as its address spells it.
func (k finishedKey) spelled() string {
	if k.kind&dashed != 0 {
		return k.printed()
	}
	return string(k.code[:])
}
