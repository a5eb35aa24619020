package pdf

// provincial is the first look: parchment in a frame of red and gold guilloche, Playfair Display and EB Garamond.
func provincial() *design {
	return &design{
		name:  Design,
		fonts: [roles]string{fontDisplay, fontText, fontItalic, fontBold, fontCode},
		paper: parchment, ornament: drawProvincial, edge: innerEdge,
		authority: column{243, columnWidth, false}, nation: column{600, columnWidth, false},
		body: column{pageWidth / 2, 690, false}, signature: column{600, columnWidth, false},
		headTop: pageHeight - 70, footBottom: 68, leading: 17, symbolLeft: 72,
		title:    style{inDisplay, 45, 30, 0, lacquer, 0, 2, false},
		edition:  style{inBold, 16.5, 9.5, 0, walnut, 11, 2, false},
		lead:     style{inItalic, 15.5, 9.5, 0, ink, 12, 3, true},
		product:  style{inDisplay, 32, 14, 11, oldGold, 8, 1, false},
		members:  style{inText, 13.5, 9, 0, ink, 8, 1, false},
		producer: style{inText, 17, 9.5, 0, ink, 9, 1, false},
		as:       style{inItalic, 15.5, 9.5, 0, ink, 9, 2, true},
		level:    style{inDisplay, 21.5, 12, 10, lacquer, 8, 1, false},
		prize:    style{inBold, 17, 10, 9, oldGold, 7, 1, false},
		decision: style{inItalic, 13, 9, 0, ink, 9, 1, false},
		head:     style{role: inBold, size: 13.5, least: 8.5, color: ink},
		motto:    style{role: inBold, size: 14, color: ink},
		place:    style{role: inItalic, size: 14, least: 9, color: ink},
		block:    style{role: inBold, size: 13.5, least: 8, color: ink},
		signer:   style{role: inBold, size: 14.5, least: 9, color: ink},
		label:    style{role: inText, size: 11.5, color: ink},
		value:    style{role: inCode, size: 10, color: ink},
		second:   0.72, secondColor: walnut, clear: 9, emblem: 54,
	}
}
