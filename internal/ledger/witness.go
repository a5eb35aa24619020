package ledger

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	cosignatureType = 0x04      // "timestamped Ed25519 checkpoint cosignature", C2SP signed-note
	stampSize       = 8         // bytes of the time before the signature, C2SP tlog-cosignature
	clockSlack      = time.Hour // how far ahead of ours a witness's clock may be
)

// Witness is somebody else's key that cosigns checkpoints (C2SP tlog-cosignature, Ed25519): it says that it
// saw the log grow to that size without a change of what stood before. It is a note.Verifier.
type Witness struct {
	// Text is the verifier key, "<name>+<key hash>+<base64 of 0x04 and the public key>".
	Text string

	name string
	hash uint32
	key  ed25519.PublicKey
}

// ParseWitness reads a witness's verifier key. Keys of another type than 0x04 are an error: a log's own key
// signs no times.
func ParseWitness(text string) (Witness, error) {
	text = strings.TrimSpace(text)
	name, rest, _ := strings.Cut(text, "+")
	hash, encoded, _ := strings.Cut(rest, "+")
	id, errID := hex.DecodeString(hash)
	key, errKey := base64.StdEncoding.DecodeString(encoded)
	if errID != nil || errKey != nil || len(id) != 4 || len(key) < 1 || name == "" || strings.ContainsFunc(name, badName) {
		return Witness{}, fmt.Errorf("parse witness key %q: malformed", text)
	}
	if key[0] != cosignatureType || len(key) != 1+ed25519.PublicKeySize {
		return Witness{}, fmt.Errorf("parse witness key %q: no Ed25519 key for cosignatures (type 4)", text)
	}
	want := sha256.Sum256(append([]byte(name+"\n"), key...))
	if [4]byte(id) != [4]byte(want[:4]) {
		return Witness{}, fmt.Errorf("parse witness key %q: the key hash belongs to another key", text)
	}
	return Witness{Text: text, name: name, hash: binary.BigEndian.Uint32(id), key: key[1:]}, nil
}

func badName(r rune) bool { return r <= ' ' || r == '+' || r == 0x7f }

// Name is the name of the witness's key.
func (w Witness) Name() string { return w.name }

// KeyHash is the short identifier of the witness's key.
func (w Witness) KeyHash() uint32 { return w.hash }

// Verify reports whether sig, a time and a signature, is this witness's cosignature of a checkpoint's text.
func (w Witness) Verify(msg, sig []byte) bool {
	at, ok := cosignedAt(sig)
	return ok && ed25519.Verify(w.key, cosigned(at, msg), sig[stampSize:])
}

// cosignedAt is the time of a cosignature in POSIX seconds; one without a time is none of a whole log.
func cosignedAt(sig []byte) (int64, bool) {
	if len(sig) != stampSize+ed25519.SignatureSize {
		return 0, false
	}
	at := binary.BigEndian.Uint64(sig)
	return int64(at), at > 0 && at <= math.MaxInt64
}

// cosigned is what a witness signs: C2SP tlog-cosignature, "Ed25519 signed message".
func cosigned(at int64, msg []byte) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatInt(at, 10)+"\n"), msg...)
}

// Cosignature is one witness's word on one checkpoint.
type Cosignature struct {
	Witness string    // "<name>+<key hash>"
	Line    string    // the signature line as it stands below a checkpoint, with its line feed
	At      time.Time // when the witness says that it signed; UTC, whole seconds
}

// Name is the witness's name without the hash of its key.
func (c Cosignature) Name() string {
	name, _, _ := strings.Cut(c.Witness, "+")
	return name
}

// ReadCosignatures takes from lines, which somebody sent, the cosignatures of the signed checkpoint by these
// witnesses. Signatures of others are passed over. It is an error when one that claims a witness's key does
// not verify, when its time lies more than an hour after now, or when there is none.
func ReadCosignatures(signed, lines string, now time.Time, witnesses ...Witness) ([]Cosignature, error) {
	if len(signed)+len(lines) > maxCheckpoint {
		return nil, errors.New("read cosignatures: too long")
	}
	text, _, _ := strings.Cut(signed, "\n\n")
	verifiers := make([]note.Verifier, len(witnesses))
	for i, w := range witnesses {
		verifiers[i] = w
	}
	n, err := note.Open([]byte(signed+lines), note.VerifierList(verifiers...))
	if err != nil {
		return nil, fmt.Errorf("read cosignatures: %w", err)
	}
	if n.Text != text+"\n" {
		return nil, errors.New("read cosignatures: more than signature lines")
	}
	list := make([]Cosignature, 0, len(n.Sigs))
	for _, s := range n.Sigs {
		raw, err := base64.StdEncoding.DecodeString(s.Base64)
		if err != nil || len(raw) < 4 {
			return nil, errors.New("read cosignatures: malformed")
		}
		at, _ := cosignedAt(raw[4:])
		c := Cosignature{Witness: fmt.Sprintf("%s+%08x", s.Name, s.Hash), Line: "— " + s.Name + " " + s.Base64 + "\n", At: time.Unix(at, 0).UTC()}
		if c.At.After(now.Add(clockSlack)) {
			return nil, fmt.Errorf("read cosignatures: %s signed in the future", c.Witness)
		}
		list = append(list, c)
	}
	return list, nil
}

// AddCheckpoint is the body of C2SP tlog-witness's add-checkpoint: the size that the witness saw last, the
// proof that the checkpoint continues it, and the checkpoint.
func AddCheckpoint(old int64, proof tlog.TreeProof, checkpoint string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", old)
	for _, h := range proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n" + checkpoint)
	return b.String()
}
