package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

const (
	pagePath = "/v/"
	jsonPath = apiRoot + "/certificates/"
)

// finishedKey reads what a request asks for, if its answer depends on nothing else.
func (s *Server) finishedKey(r *http.Request) (key finishedKey, ok bool) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.RawPath != "" || r.URL.ForceQuery {
		return key, false
	}
	code, isPage := strings.CutPrefix(r.URL.Path, pagePath)
	if !isPage {
		if code, ok = strings.CutPrefix(r.URL.Path, jsonPath); !ok {
			return key, false
		}
		key.kind = asJSON
	}
	switch r.URL.RawQuery {
	case "", "lang=vi":
	case "lang=en":
		key.kind |= inEN
	default:
		return key, false
	}
	if len(r.Header[echo.HeaderAuthorization]) > 0 {
		return key, false
	}
	if !isPage {
		if len(r.Header["Accept-Language"]) > 0 {
			key.kind |= anyTongue
		}
		return key, key.spell(code) && len(r.Header["Cookie"]) == 0
	}
	if r.URL.RawQuery == "lang=vi" { // the page's links repeat the address
		key.kind |= saidVI
	}
	if r.Host != s.host {
		key.kind |= elsewise
	}
	if takesGzip(r) {
		key.kind |= packed
	}
	return key, key.spell(code)
}

// spell takes the code of an address as symbols carry it, 7k3m9qxt2hdk, or as it is printed, 7K3M-9QXT-2HDK.
func (k *finishedKey) spell(code string) bool {
	const dashes = 2
	lowest, highest, shift := byte('a'), byte('z'), byte(0)
	if len(code) == len(k.code)+dashes && code[4] == '-' && code[9] == '-' {
		k.kind |= dashed
		lowest, highest, shift = 'A', 'Z', 'a'-'A'
	} else if len(code) != len(k.code) {
		return false
	}
	n := 0
	for i := range len(code) {
		c := code[i]
		switch {
		case c >= '0' && c <= '9':
		case c >= lowest && c <= highest:
			c += shift
		case c == '-' && k.kind&dashed != 0 && (i == 4 || i == 9):
			continue
		default:
			return false
		}
		k.code[n] = c
		n++
	}
	return n == len(k.code)
}
