package paper

// Symbol is a QR symbol: true is dark, rows from the top, without the quiet zone of four modules.
type Symbol [][]bool

// Marked is fields with a symbol to their right, by which a reader finds what the paper belongs to; without a symbol it
// is the fields alone.
type Marked struct {
	Fields Fields
	Symbol Symbol
	Note   string // small below the symbol, or empty
}

// Part begins a further paper in the same file: a new page, counted from 1 again, with its own reference at the foot.
type Part struct{ Reference string }

func (b Marked) mapped(f func(string) string) Block {
	fields, _ := b.Fields.mapped(f).(Fields)
	return Marked{fields, b.Symbol, f(b.Note)}
}

func (b Part) mapped(f func(string) string) Block { return Part{f(b.Reference)} }
