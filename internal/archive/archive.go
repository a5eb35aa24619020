// Package archive owns the file that a backup is: a tar stream whose members are hashed and listed, plain
// or encrypted to age recipients. It refuses to know what the database holds and where files are kept.
package archive

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Format is the version of the archive's layout that this program writes and reads.
const Format = 1

// Names of the members; files follow as Files and the SHA-256 of their content in lower-case hexadecimal.
const (
	Database = "vinhdanh.db"
	Key      = "ledger.key"
	Config   = "vinhdanh.toml"
	Files    = "files/"

	manifestName = "manifest.json"
	sumName      = "manifest.sha256"
)

// Manifest says what an archive holds. It stands behind the members, since their hashes are known only
// then, and is followed by its own hash as `sha256sum -c` reads it.
type Manifest struct {
	Format  int              `json:"format"`
	Program string           `json:"program"` // version of the program that wrote it
	Made    time.Time        `json:"made"`    // of the instant that the database shows, UTC
	Engine  string           `json:"engine"`  // that it came from: sqlite or postgres
	Schema  int64            `json:"schema"`
	Tables  map[string]int64 `json:"tables"` // rows
	Ledger  Ledger           `json:"ledger"`
	// Missing and Damaged name files by the SHA-256 that the record knows them by; both are empty unless
	// the operator asked for an incomplete backup. A damaged one is a member with another hash.
	Missing []string `json:"missing,omitempty"`
	Damaged []string `json:"damaged,omitempty"`
	Members []Member `json:"members"`
}

// Ledger is the log as the database of the archive has it.
type Ledger struct {
	Size int64  `json:"size"`
	Root string `json:"root"` // 64 hexadecimal characters
}

// Member is one file of an archive in its order, without the manifest and its hash.
type Member struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

var (
	// ErrEncrypted says that an identity is needed to read the archive.
	ErrEncrypted = errors.New("the archive is encrypted")
	// ErrIdentity says that none of the identities opens the archive.
	ErrIdentity = errors.New("the archive is encrypted to other recipients")
	// ErrCut says that the archive ends before its end.
	ErrCut = errors.New("the archive is cut off")
	// ErrAltered says that the archive is not what was written; what is wrong with it stands beside.
	ErrAltered = errors.New("the archive is damaged")
)

// Hash is the SHA-256 that a member's name gives, "" for one that is no file of the record.
func Hash(name string) string {
	sum, ok := strings.CutPrefix(name, Files)
	if raw, err := hex.DecodeString(sum); !ok || err != nil || len(raw) != 32 || strings.ToLower(sum) != sum {
		return ""
	}
	return sum
}

// known tells whether a member may be called so. Nothing else is ever written to a path made of a name.
func known(name string) bool {
	return name == Database || name == Key || name == Config || Hash(name) != ""
}

func altered(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrAltered, fmt.Sprintf(format, args...))
}
