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

// checksum is what a part of a gzip member, not compressed, adds to the CRC-32 at the member's end.
type checksum struct {
	own    uint32
	length int
	over   [32]uint32 // what as many bytes make of each bit of the sum before them
}

// after is the sum with the part, from the sum of all before it.
func (c *checksum) after(sum uint32) uint32 { return apply(&c.over, sum) ^ c.own }

// packAround compresses parts that stand around gaps of so many bytes each, so that parts, stored gaps between them
// and the trailer are one gzip member: browsers read no further than the first one of several.
func packAround(parts [][]byte, gaps []int) (packed [][]byte, sums []checksum, err error) {
	var buf bytes.Buffer
	z, err := flate.NewWriter(&buf, flate.BestCompression)
	if err != nil {
		return nil, nil, fmt.Errorf("compress an answer: %w", err)
	}
	buf.WriteString(gzipHead)
	for i, part := range parts {
		last := i == len(parts)-1
		if err = writeWhole(z, part, last); err != nil {
			return nil, nil, fmt.Errorf("compress an answer: %w", err)
		}
		packed = append(packed, bytes.Clone(buf.Bytes()))
		sums = append(sums, checksum{crc32.ChecksumIEEE(part), len(part), zerosOver(len(part))})
		buf.Reset()
		if last {
			break
		}
		// A part may point back at an earlier one over a gap, but never into it: no page holds zeros.
		if err = writeWhole(z, make([]byte, gaps[i]), false); err != nil {
			return nil, nil, fmt.Errorf("compress an answer: %w", err)
		}
		buf.Reset()
	}
	return packed, sums, nil
}

// writeWhole compresses a part to a whole byte, or to the end of the stream.
func writeWhole(z *flate.Writer, part []byte, last bool) error {
	if _, err := z.Write(part); err != nil {
		return err
	}
	if last {
		return z.Close()
	}
	return z.Flush()
}

// storedHead is how many bytes open a block of a compressed stream that holds text as it is (RFC 1951, 3.2.4).
const storedHead = 5

// storeHead opens such a block of at most 65,535 bytes.
func storeHead(head []byte, length int) {
	head[0] = 0
	binary.LittleEndian.PutUint16(head[1:], uint16(length))
	binary.LittleEndian.PutUint16(head[3:], ^uint16(length))
}

// appendTrailer ends a member that holds so many bytes of that sum.
func appendTrailer(buf []byte, sum uint32, length int) []byte {
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(buf, sum), uint32(length))
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
