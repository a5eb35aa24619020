package certificates

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

// The layout of what a second symbol carries; docs/formats.md describes each byte.
const (
	offlineVersion = 1
	offlineFields  = 21
	offlineBytes   = offlineFields + 2*offlineHalf // and the signature, r then s
	offlineHalf    = 32
	offlineEpoch   = Date("2020-01-01") // day 0
	offlineDomain  = "vinhdanh-offline/1\n"
	namesDomain    = "vinhdanh-names/1\n"

	// OfflineLength is how many characters the text of a second symbol has.
	OfflineLength = 136
	// MaxOfflineKey is the highest number of a key that signs such texts; the lowest is 1.
	MaxOfflineKey = 255
)

// offlineLetters is RFC 4648's base32 without padding: all of it is alphanumeric for a QR symbol.
var offlineLetters = base32.StdEncoding.WithPadding(base32.NoPadding)

// offlineLevels are the levels of recognition by their number in the text; 0 is any other.
var offlineLevels = []string{"", "commune", "district", "province", "region", "nation"}

// NamesHash tells whether two papers name the same product, producer and last day, by NamesOf.
type NamesHash [8]byte

// OfflinePaper is what the second symbol of a certificate says: enough to know the paper again without a network.
type OfflinePaper struct {
	Key      int    // number of the key that signed it, 1 to MaxOfflineKey
	IssuedOn Date   // 2020-01-01 to 2199-06-06
	Level    string // code of the level of recognition, "" for one that has no number
	Code     Code
	Names    NamesHash
}

// Offline is what the second symbol of s says when the key of that number signs it. A day that the text cannot
// hold is the fault Invalid "offline_day".
func (s Statement) Offline() (OfflinePaper, error) {
	p := OfflinePaper{Key: s.OfflineKey, IssuedOn: s.IssuedOn, Level: s.LevelCode, Code: s.Code,
		Names: NamesOf(s.Product, s.ProducerName, s.ValidUntil)}
	if !slices.Contains(offlineLevels, p.Level) {
		p.Level = ""
	}
	if days := daysSince(offlineEpoch, p.IssuedOn); days < 0 || days > 0xFFFF {
		return p, fault.New(fault.Invalid, "offline_day", "date", string(p.IssuedOn))
	}
	if p.Key < 1 || p.Key > MaxOfflineKey {
		return p, fmt.Errorf("second symbol of certificate %s: there is no key %d", s.Code, p.Key)
	}
	return p, nil
}

// NamesOf binds the names that a certificate prints and its last valid day, so that a text moved to another paper
// is found out by whoever types what that paper says. Letters and digits count alone, in NFC and lower case: what
// people do not type, such as the sort of a quotation mark, does not. Diacritics do.
func NamesOf(product, producer string, validUntil Date) (h NamesHash) {
	sum := sha256.Sum256([]byte(namesDomain + plainName(product) + "\n" + plainName(producer) + "\n" + string(validUntil)))
	copy(h[:], sum[:])
	return h
}

func plainName(text string) string {
	return strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, norm.NFC.String(text))
}

func daysSince(from, to Date) int {
	day := func(d Date) time.Time { t, _ := time.Parse(time.DateOnly, string(d)); return t }
	return int(day(to).Sub(day(from)) / (24 * time.Hour))
}

// fields are the 21 bytes that are signed.
func (p OfflinePaper) fields() []byte {
	var code uint64
	for _, r := range p.Code.s {
		code = code<<5 | uint64(strings.IndexRune(codeDigits, r))
	}
	b := []byte{offlineVersion, byte(p.Key)}
	b = binary.BigEndian.AppendUint16(b, uint16(daysSince(offlineEpoch, p.IssuedOn)))
	b = append(b, byte(max(0, slices.Index(offlineLevels, p.Level))))
	return append(binary.BigEndian.AppendUint64(b, code), p.Names[:]...)
}

// SignOffline is the text of the second symbol: 136 characters of base32. The signature is that of RFC 6979, so
// that the same paper and key give the same text, always.
func SignOffline(p OfflinePaper, key *ecdsa.PrivateKey) (string, error) {
	fields := p.fields()
	signature, err := signHalves(key, append([]byte(offlineDomain), fields...))
	if err != nil {
		return "", fmt.Errorf("sign second symbol of certificate %s: %w", p.Code, err)
	}
	return offlineLetters.EncodeToString(append(fields, signature...)), nil
}

// signHalves is r and s, 32 bytes each, of a deterministic ECDSA signature over the SHA-256 of text.
func signHalves(key *ecdsa.PrivateKey, text []byte) ([]byte, error) {
	sum := sha256.Sum256(text)
	der, err := key.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		return nil, err
	}
	halves := make([]byte, 2*offlineHalf)
	pair.R.FillBytes(halves[:offlineHalf])
	pair.S.FillBytes(halves[offlineHalf:])
	return halves, nil
}

// verifyHalves reports whether signature is r and s over the SHA-256 of text.
func verifyHalves(key *ecdsa.PublicKey, text, signature []byte) bool {
	if len(signature) != 2*offlineHalf {
		return false
	}
	sum := sha256.Sum256(text)
	r, s := new(big.Int).SetBytes(signature[:offlineHalf]), new(big.Int).SetBytes(signature[offlineHalf:])
	return ecdsa.Verify(key, sum[:], r, s)
}

// ReadOffline reads the text of a second symbol, in any case and with any blanks, and checks its signature. Its
// faults are Malformed: "offline_unreadable" for a text that is none, "offline_version" for one of a later
// program, "offline_key_unknown" for one signed with a key that is not among keys, "offline_forged" for one that
// its key did not sign.
func ReadOffline(text string, keys OfflineKeys) (OfflinePaper, error) {
	p, fields, signature, err := splitOffline(text)
	if err != nil {
		return p, err
	}
	key := keys.find(p.Key)
	if key == nil {
		return OfflinePaper{}, fault.New(fault.Malformed, "offline_key_unknown", "key", p.Key)
	}
	if !verifyHalves(key.Public, append([]byte(offlineDomain), fields...), signature) {
		return OfflinePaper{}, fault.New(fault.Malformed, "offline_forged")
	}
	return p, nil
}

func splitOffline(text string) (p OfflinePaper, fields, signature []byte, err error) {
	unreadable := fault.New(fault.Malformed, "offline_unreadable")
	if len(text) > 4*OfflineLength {
		return p, nil, nil, unreadable
	}
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	b, err := offlineLetters.DecodeString(text)
	if err != nil || len(text) != OfflineLength || len(b) != offlineBytes {
		return p, nil, nil, unreadable
	}
	if b[0] != offlineVersion {
		return p, nil, nil, fault.New(fault.Malformed, "offline_version", "version", int(b[0]))
	}
	code, err := unpackCode(binary.BigEndian.Uint64(b[5:13]))
	if err != nil || b[1] == 0 || int(b[4]) >= len(offlineLevels) {
		return p, nil, nil, unreadable
	}
	p = OfflinePaper{Key: int(b[1]), Level: offlineLevels[b[4]], Code: code, Names: NamesHash(b[13:offlineFields])}
	first, err := time.Parse(time.DateOnly, string(offlineEpoch))
	p.IssuedOn = Date(first.AddDate(0, 0, int(binary.BigEndian.Uint16(b[2:4]))).Format(time.DateOnly))
	return p, b[:offlineFields], b[offlineFields:], err
}

// unpackCode reads a code from the lower 60 bits of a number; the upper four must be clear.
func unpackCode(packed uint64) (Code, error) {
	var digits [codeLength]byte
	for i := range slices.Backward(digits[:]) {
		digits[i] = codeDigits[packed&31]
		packed >>= 5
	}
	if packed != 0 {
		return Code{}, errNoDigit
	}
	return ParseCode(string(digits[:]))
}

// offlineMark is how the document information of a certificate's PDF names the text of the second symbol.
const offlineMark = "/VinhDanhOffline ("

// FindOffline is the text of the second symbol that a PDF carries uncompressed in its document information, or "".
func FindOffline(pdf []byte) string {
	_, rest, _ := bytes.Cut(pdf, []byte(offlineMark))
	if len(rest) <= OfflineLength || rest[OfflineLength] != ')' {
		return ""
	}
	return string(rest[:OfflineLength])
}
