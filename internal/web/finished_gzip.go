package web

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// gzipHead opens a gzip member without a name or a time (RFC 1952), compressed as far as it goes.
const gzipHead = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"

// checksum makes the CRC-32 at the end of a gzip member whose middle is known only when it goes out.
type checksum struct {
	head, tail       uint32     // of the two parts
	headLen, tailLen int        // bytes of the two parts, not compressed
	over             [32]uint32 // what as many bytes as the tail has make of each bit of a sum
}

// packAround compresses what stands before and after a gap of so many bytes, so that head, stored(gap), tail and
// the trailer are one gzip member: browsers read no further than the first one of several.
func packAround(before []byte, gap int, after []byte) (head, tail []byte, sum checksum, err error) {
	var buf bytes.Buffer
	buf.WriteString(gzipHead)
	z, err := flate.NewWriter(&buf, flate.BestCompression)
	if err != nil {
		return nil, nil, sum, fmt.Errorf("compress an answer: %w", err)
	}
	if _, err = z.Write(before); err == nil {
		err = z.Flush() // to a whole byte
	}
	if err != nil {
		return nil, nil, sum, fmt.Errorf("compress an answer: %w", err)
	}
	head = bytes.Clone(buf.Bytes())
	buf.Reset()
	// The second part may point back at the first one, over the gap but never into it: no page holds zeros.
	z, err = flate.NewWriterDict(&buf, flate.BestCompression, append(bytes.Clone(before), make([]byte, gap)...))
	if err != nil {
		return nil, nil, sum, fmt.Errorf("compress an answer: %w", err)
	}
	if _, err = z.Write(after); err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, nil, sum, fmt.Errorf("compress an answer: %w", err)
	}
	sum = checksum{crc32.ChecksumIEEE(before), crc32.ChecksumIEEE(after), len(before), len(after), zerosOver(len(after))}
	return head, bytes.Clone(buf.Bytes()), sum, nil
}

// stored is a block of a compressed stream that holds text as it is (RFC 1951, 3.2.4); at most 65,535 bytes.
func stored(text []byte) []byte {
	block := make([]byte, 5, 5+len(text))
	binary.LittleEndian.PutUint16(block[1:], uint16(len(text)))
	binary.LittleEndian.PutUint16(block[3:], ^uint16(len(text)))
	return append(block, text...)
}

// trailer ends the member whose gap held text.
func (c *checksum) trailer(text []byte) []byte {
	sum := apply(&c.over, crc32.Update(c.head, crc32.IEEETable, text)) ^ c.tail
	end := binary.LittleEndian.AppendUint32(make([]byte, 0, 8), sum)
	return binary.LittleEndian.AppendUint32(end, uint32(c.headLen+len(text)+c.tailLen))
}

// zerosOver is the linear map by which n further bytes turn a CRC-32 before the bytes' own sum is added, as in
// zlib's crc32_combine: the map of one zero bit, squared for each bit of the length.
func zerosOver(n int) [32]uint32 {
	var power, result [32]uint32
	power[0] = crc32.IEEE
	for i := range 32 {
		result[i] = 1 << i
		if i > 0 {
			power[i] = 1 << (i - 1)
		}
	}
	for bits := 8 * n; bits > 0; bits >>= 1 {
		if bits&1 == 1 {
			result = compose(&power, &result)
		}
		power = compose(&power, &power)
	}
	return result
}

// compose is the map that does b, then a.
func compose(a, b *[32]uint32) (c [32]uint32) {
	for i := range b {
		c[i] = apply(a, b[i])
	}
	return c
}

func apply(m *[32]uint32, v uint32) (sum uint32) {
	for i := 0; v != 0; i, v = i+1, v>>1 {
		sum ^= m[i] & -(v & 1)
	}
	return sum
}
