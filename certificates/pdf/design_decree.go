package pdf

// decree is the plain look of official papers (NĐ 30/2020, annex 1): Tinos, which has the widths of Times New Roman,
// black on white within one thin double rule.
func decree() *design {
	return &design{
		name: "decree-1",
		fonts: [roles]string{"Tinos_700Bold.ttf", "Tinos_400Regular.ttf", "Tinos_400Regular_Italic.ttf",
			"Tinos_700Bold.ttf", "Tinos_700Bold.ttf"},
		paper: white, ornament: drawDoubleRule, edge: 43,
		authority: column{230, 330, false}, nation: column{602, 340, false},
		body: column{pageWidth / 2, 690, false}, signature: column{602, 330, false},
		headTop: pageHeight - 68, footBottom: 66, leading: 17, symbolLeft: 68,
		title:    style{inDisplay, 36, 25, 0, black, 6, 3, false},
		edition:  style{inText, 16.5, 9.5, 0, black, 12, 1, false},
		lead:     style{inItalic, 16, 9.5, 0, black, 13, 3, true},
		product:  style{inDisplay, 30, 14, 11, black, 9, 1, false},
		members:  style{inText, 14, 9, 0, black, 8, 1, false},
		producer: style{inText, 17.5, 9.5, 0, black, 10, 1, false},
		as:       style{inItalic, 16, 9.5, 0, black, 10, 3, true},
		level:    style{inDisplay, 20, 12, 10, black, 9, 1, false},
		prize:    style{inBold, 17, 10, 9, black, 7, 1, false},
		decision: style{inItalic, 13.5, 9, 0, black, 10, 1, false},
		head:     style{role: inBold, size: 13, least: 8.5, color: black},
		motto:    style{role: inBold, size: 14, color: black},
		place:    style{role: inItalic, size: 14, least: 9, color: black},
		block:    style{role: inBold, size: 13.5, least: 8, color: black},
		signer:   style{role: inBold, size: 14, least: 9, color: black},
		label:    style{role: inText, size: 11.5, color: black},
		value:    style{role: inCode, size: 11.5, color: black},
		second:   0.76, secondColor: black, clear: 9, emblem: 54,
	}
}

// drawDoubleRule sets the paper and its only ornament: a thicker rule around a thin one.
func drawDoubleRule(c *canvas) {
	c.fill(white)
	c.rect(0, 0, pageWidth, pageHeight, "f")
	for _, rule := range []struct{ at, width float64 }{{30, 1.4}, {34, 0.5}} {
		c.stroke(black, rule.width)
		c.rect(rule.at, rule.at, pageWidth-2*rule.at, pageHeight-2*rule.at, "S")
	}
}
