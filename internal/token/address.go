package token

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Scheme begins the address of a key in a token.
const Scheme = "pkcs11:"

// Address says which key of which token, and by which library it is reached (RFC 7512).
type Address struct {
	Module string // path of the library: module-path
	Token  string // label of the token: token
	Serial string // of the token: serial; one of the two is given
	Object string // label of the key: object, empty for any
	ID     []byte // of the key: id, empty for any
}

// ParseAddress reads pkcs11:token=LABEL;object=LABEL;id=%01?module-path=/usr/lib/….so. Other attributes are refused, the
// PIN among them: an address stands in logs.
func ParseAddress(text string) (Address, error) {
	rest, ok := strings.CutPrefix(text, Scheme)
	if !ok {
		return Address{}, fmt.Errorf("%q does not begin with %s", text, Scheme)
	}
	path, query, _ := strings.Cut(rest, "?")
	var a Address
	for _, part := range append(split(path, ";"), split(query, "&")...) {
		name, value, _ := strings.Cut(part, "=")
		value, err := url.PathUnescape(value)
		if err != nil {
			return a, fmt.Errorf("%s: %q is no percent-encoding", name, value)
		}
		switch name {
		case "module-path":
			a.Module = value
		case "token":
			a.Token = value
		case "serial":
			a.Serial = value
		case "object":
			a.Object = value
		case "id":
			a.ID = []byte(value)
		case "pin-value", "pin-source":
			return a, fmt.Errorf("%s: the PIN does not belong into the address, it is signing_password", name)
		case "type", "manufacturer", "model", "library-manufacturer", "library-version", "library-description", "slot-id", "slot-manufacturer",
			"slot-description":
			return a, fmt.Errorf("%s is not looked at; name the token by token or serial, the key by object or id", name)
		default:
			return a, fmt.Errorf("%q is no attribute of a PKCS#11 address", name)
		}
	}
	switch {
	case a.Module == "":
		return a, errors.New("the library is missing: add ?module-path=/usr/lib/….so")
	case a.Token == "" && a.Serial == "":
		return a, errors.New("which token? add token=LABEL or serial=NUMBER")
	}
	return a, nil
}

// split is strings.Split without the one empty part of an empty text.
func split(text, by string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, by)
}
