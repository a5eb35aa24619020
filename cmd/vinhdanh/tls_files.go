package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// keyPair is a certificate and its key in files that others renew.
type keyPair struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	stamps [2]time.Time // of the files when they were read last
}

// current is the certificate in the files. When they changed and do not fit, as in the middle of a renewal, the one
// before stays in use.
func (k *keyPair) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	stamps, err := k.look()
	if err == nil && stamps == k.stamps && k.loaded != nil {
		return k.loaded, nil
	}
	var pair tls.Certificate
	if err == nil {
		pair, err = tls.LoadX509KeyPair(k.cert, k.key)
	}
	switch {
	case err == nil:
		k.loaded = &pair
	case k.loaded == nil:
		return nil, hinted{fmt.Errorf("read certificate for TLS: %w", err), "check tls_cert and tls_key, and who may read them"}
	case stamps != k.stamps:
		k.log.Error("keep the old certificate: the new one cannot be read", "error", err)
	}
	k.stamps = stamps
	return k.loaded, nil
}

// look is when the files were last changed; links are followed.
func (k *keyPair) look() (stamps [2]time.Time, err error) {
	for i, name := range []string{k.cert, k.key} {
		info, err := os.Stat(name)
		if err != nil {
			return stamps, fmt.Errorf("look at certificate: %w", err)
		}
		stamps[i] = info.ModTime()
	}
	return stamps, nil
}
