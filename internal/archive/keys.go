package archive

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
)

// Recipients are those who may open an archive.
type Recipients []age.Recipient

// Identities open archives.
type Identities []age.Identity

// ParseRecipients reads public keys, each age1… or a line of an SSH public key (ssh-ed25519, ssh-rsa).
func ParseRecipients(texts []string) (Recipients, error) {
	var list Recipients
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "ssh-") {
			r, err := agessh.ParseRecipient(text)
			if err != nil {
				return nil, fmt.Errorf("read recipient %q: %w", text, err)
			}
			list = append(list, r)
			continue
		}
		if strings.HasPrefix(text, "AGE-SECRET-KEY-") { // not repeated: it would end in a log
			return nil, errors.New("read recipient: this is a private key; a recipient begins with age1 or ssh-")
		}
		some, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("read recipient %q: it begins with neither age1 nor ssh-", text)
		}
		list = append(list, some...)
	}
	return list, nil
}

// ParseIdentities reads a file of age identities, one a line, or one SSH private key without a passphrase.
func ParseIdentities(file []byte) (Identities, error) {
	if bytes.HasPrefix(bytes.TrimSpace(file), []byte("-----BEGIN")) {
		i, err := agessh.ParseIdentity(file)
		if err != nil {
			return nil, fmt.Errorf("read SSH identity: %w", err)
		}
		return Identities{i}, nil
	}
	list, err := age.ParseIdentities(bytes.NewReader(file))
	if err != nil {
		return nil, errors.New("read identity: the file holds neither AGE-SECRET-KEY-… lines nor an SSH private key")
	}
	return list, nil
}

// witness makes an identity that lives as long as this process and its recipient, so that an archive which
// only others can open is still read back once by who wrote it. Post-quantum recipients admit only their like.
func witness(others Recipients) (age.Identity, age.Recipient, error) {
	for _, r := range others {
		if _, ok := r.(*age.HybridRecipient); ok {
			i, err := age.GenerateHybridIdentity()
			if err != nil {
				return nil, nil, fmt.Errorf("make identity: %w", err)
			}
			return i, i.Recipient(), nil
		}
	}
	i, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, nil, fmt.Errorf("make identity: %w", err)
	}
	return i, i.Recipient(), nil
}
