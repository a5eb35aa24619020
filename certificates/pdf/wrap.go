package pdf

import "strings"

// wrap breaks text into lines no wider than width, at spaces only: lines joined by one space give the
// text back. Lines are balanced, since they are centred. A single word wider than width is broken
// anywhere, without a hyphen, so that not a letter is added to a name.
func (f *face) wrap(text string, size, width float64) []string {
	lines := f.greedy(text, size, width)
	if len(lines) < 2 {
		return lines
	}
	// The narrowest width that needs no more lines gives lines of equal length.
	narrow, wide := width/float64(len(lines)+1), width
	for wide-narrow > 1 {
		middle := (narrow + wide) / 2
		if f.widestWord(text, size) <= middle && len(f.greedy(text, size, middle)) <= len(lines) {
			wide = middle
		} else {
			narrow = middle
		}
	}
	return f.greedy(text, size, wide)
}

func (f *face) greedy(text string, size, width float64) []string {
	var lines []string
	line, started := "", false
	for word := range strings.SplitSeq(text, " ") {
		if started && f.width(line+" "+word, size) <= width {
			line += " " + word
			continue
		}
		if started {
			lines = append(lines, line)
		}
		for f.width(word, size) > width {
			head := f.fitting(word, size, width)
			lines = append(lines, head)
			word = word[len(head):]
		}
		line, started = word, true
	}
	return append(lines, line)
}

// fitting is the longest beginning of word, one character at least, within width.
func (f *face) fitting(word string, size, width float64) string {
	var w float64
	for i, r := range word {
		w += f.glyphs[r].width * size / perEm
		if i > 0 && w > width {
			return word[:i]
		}
	}
	return word
}

func (f *face) widestWord(text string, size float64) float64 {
	var w float64
	for word := range strings.SplitSeq(text, " ") {
		w = max(w, f.width(word, size))
	}
	return w
}
