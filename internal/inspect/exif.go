package inspect

import (
	"bytes"
	"encoding/binary"
)

// orientation finds the EXIF orientation of a JPEG (CIPA DC-008, 4.6.5): 1 to 8, and 1 when there is none
// or it cannot be read. Other formats seldom carry one and are taken as they are.
func orientation(b []byte) int {
	if !bytes.HasPrefix(b, []byte("\xff\xd8")) {
		return 1
	}
	for b = b[2:]; len(b) >= 4 && b[0] == 0xff; {
		if b[1] == 0xff { // fill byte
			b = b[1:]
			continue
		}
		marker, size := b[1], int(binary.BigEndian.Uint16(b[2:]))
		if marker == 0xda || size < 2 || size+2 > len(b) { // the scan begins, or the file is cut
			return 1
		}
		segment := b[4 : size+2]
		if exif, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); marker == 0xe1 && ok {
			return tiffOrientation(exif)
		}
		b = b[size+2:]
	}
	return 1
}

// tiffOrientation reads tag 0x0112 of the first directory of a TIFF header.
func tiffOrientation(b []byte) int {
	const orientationTag, short, entrySize = 0x0112, 3, 12
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	start := uint64(order.Uint32(b[4:]))
	if start+2 > uint64(len(b)) {
		return 1
	}
	entries := b[start+2:]
	for range order.Uint16(b[start:]) {
		if len(entries) < entrySize {
			return 1
		}
		if order.Uint16(entries) == orientationTag && order.Uint16(entries[2:]) == short {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[entrySize:]
	}
	return 1
}
