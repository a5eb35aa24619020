package pdf

import (
	"encoding/binary"
	"math"
)

// The colorants of sRGB (IEC 61966-2-1) adapted to the D50 white of the profile connection space by the Bradford
// transform, and that white itself (ICC.1:2001-04, annex A).
var (
	redXYZ   = [3]float64{0.4360747, 0.2225045, 0.0139322}
	greenXYZ = [3]float64{0.3850649, 0.7168786, 0.0971045}
	blueXYZ  = [3]float64{0.1430804, 0.0606169, 0.7141733}
	whiteXYZ = [3]float64{0.9642, 1, 0.8249}
)

// srgbProfile is an ICC profile, version 2.1 as PDF 1.4 asks for, of the colours that the page is drawn in. PDF/A wants
// one embedded, so that DeviceRGB means the same on every screen and printer.
func srgbProfile() []byte {
	curve := toneCurve()
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", description("sRGB IEC61966-2.1")}, {"cprt", iccText("No copyright, use freely")}, {"wtpt", iccXYZ(whiteXYZ)},
		{"rXYZ", iccXYZ(redXYZ)}, {"gXYZ", iccXYZ(greenXYZ)}, {"bXYZ", iccXYZ(blueXYZ)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}, // green and blue share the curve of red
	}
	const header = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	var at, size int
	for _, tag := range tags {
		if tag.data != nil {
			at, size = header+4+12*len(tags)+len(data), len(tag.data)
			data = append(data, tag.data...)
			for len(data)%4 != 0 {
				data = append(data, 0)
			}
		}
		table = append(table, tag.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(size))
	}
	out := make([]byte, header, header+len(table)+len(data))
	binary.BigEndian.PutUint32(out, uint32(cap(out)))
	binary.BigEndian.PutUint32(out[8:], 0x02100000)
	copy(out[12:], "mntrRGB XYZ ")
	for i, n := range []uint16{2026, 1, 1} { // of the profile, not of a certificate
		binary.BigEndian.PutUint16(out[24+2*i:], n)
	}
	copy(out[36:], "acsp")
	copy(out[68:], iccXYZ(whiteXYZ)[8:])
	return append(append(out, table...), data...)
}

// toneCurve is the transfer function of sRGB in 1,024 steps.
func toneCurve() []byte {
	const steps = 1024
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), steps)
	for i := range steps {
		x := float64(i) / (steps - 1)
		if x <= 0.04045 {
			x /= 12.92
		} else {
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(x*0xFFFF)))
	}
	return b
}

// iccXYZ is one colour as three numbers of 16.16 bits.
func iccXYZ(xyz [3]float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range xyz {
		b = binary.BigEndian.AppendUint32(b, uint32(math.Round(v*0x10000)))
	}
	return b
}

func iccText(s string) []byte { return []byte("text\x00\x00\x00\x00" + s + "\x00") }

// description is a text with an empty Unicode and an empty Macintosh form.
func description(s string) []byte {
	b := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(s)+1))
	b = append(b, s...)
	return append(b, make([]byte, 1+4+4+2+1+67)...)
}
