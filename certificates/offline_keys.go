package certificates

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"vinhdanh/internal/fault"
)

// offlineSetting is the setting that lists the keys for second symbols once there is more than the first one.
const offlineSetting = "offline_keys"

// OfflinePeriod is when a key signs: from its first day until, if it was replaced, its last. What it signed stays
// good for ever.
type OfflinePeriod struct {
	ID    int  `json:"id"`
	From  Date `json:"from"`
	Until Date `json:"until,omitempty"`
}

// OfflineKey is one published key: P-256, for ES256.
type OfflineKey struct {
	OfflinePeriod
	Public *ecdsa.PublicKey
}

// OfflineKeys are the published keys by number; the last one signs.
type OfflineKeys []OfflineKey

func (k OfflineKeys) find(id int) *OfflineKey {
	if i := slices.IndexFunc(k, func(x OfflineKey) bool { return x.ID == id }); i >= 0 {
		return &k[i]
	}
	return nil
}

// DeriveOfflineKey is the private key of a number, derived from a secret of at least 32 bytes (HKDF-SHA-256, RFC
// 5869). Whoever keeps the secret keeps every key; no key tells of the secret or of another one.
func DeriveOfflineKey(secret []byte, id int) (*ecdsa.PrivateKey, error) {
	if len(secret) < 32 || id < 1 || id > MaxOfflineKey {
		return nil, errors.New("derive key for second symbols: no such key")
	}
	// A draw is not below the group's order once in 2^32; the next one is taken then.
	for draw := range 8 {
		raw, err := hkdf.Key(sha256.New, secret, nil, fmt.Sprintf("vinhdanh-offline-key/1 %d %d", id, draw), offlineHalf)
		if err != nil {
			return nil, fmt.Errorf("derive key for second symbols: %w", err)
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("derive key for second symbols: no draw is a key")
}

// offlineKeyJSON is a key as /.well-known/vinhdanh-keys publishes it; the JWK is that of RFC 7518, 6.2.1.
type offlineKeyJSON struct {
	OfflinePeriod
	Alg string `json:"alg"`
	JWK struct {
		Kty string `json:"kty"`
		Crv string `json:"crv"`
		X   string `json:"x"`
		Y   string `json:"y"`
	} `json:"jwk"`
}

// MarshalJSON writes the published form.
func (k OfflineKey) MarshalJSON() ([]byte, error) {
	point, err := k.Public.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write key for second symbols: %w", err)
	}
	out := offlineKeyJSON{OfflinePeriod: k.OfflinePeriod, Alg: "ES256"}
	out.JWK.Kty, out.JWK.Crv = "EC", "P-256"
	out.JWK.X = base64.RawURLEncoding.EncodeToString(point[1 : 1+offlineHalf])
	out.JWK.Y = base64.RawURLEncoding.EncodeToString(point[1+offlineHalf:])
	return json.Marshal(out)
}

// UnmarshalJSON reads the published form; a point that is not on the curve is an error.
func (k *OfflineKey) UnmarshalJSON(data []byte) error {
	var in offlineKeyJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	if in.Alg != "ES256" || in.JWK.Kty != "EC" || in.JWK.Crv != "P-256" || in.ID < 1 || in.ID > MaxOfflineKey {
		return fmt.Errorf("key %d for second symbols is not of a known sort", in.ID)
	}
	point := []byte{4}
	for _, half := range []string{in.JWK.X, in.JWK.Y} {
		b, err := base64.RawURLEncoding.DecodeString(half)
		if err != nil || len(b) != offlineHalf {
			return fmt.Errorf("key %d for second symbols is malformed", in.ID)
		}
		point = append(point, b...)
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return fmt.Errorf("key %d for second symbols: %w", in.ID, err)
	}
	k.OfflinePeriod, k.Public = in.OfflinePeriod, public
	return nil
}

// ReadOfflineKeys reads the member "offline" of the published keys; without one it is an error.
func ReadOfflineKeys(published []byte) (OfflineKeys, error) {
	var in struct{ Offline OfflineKeys }
	if err := json.Unmarshal(published, &in); err != nil {
		return nil, fmt.Errorf("read keys for second symbols: %w", err)
	}
	if len(in.Offline) == 0 {
		return nil, errors.New("read keys for second symbols: there are none")
	}
	return in.Offline, nil
}

// OfflinePeriods are the keys that were ever used, the last of which signs now. The first one needs no start: it
// is there as soon as the installation is.
func (s *Service) OfflinePeriods(ctx context.Context) (list []OfflinePeriod, err error) {
	err = s.store.View(ctx, func(tx Tx) error { list, err = offlinePeriods(tx); return err })
	return list, err
}

func offlinePeriods(tx Tx) ([]OfflinePeriod, error) {
	text, err := tx.Setting(offlineSetting)
	if fault.KindOf(err) == fault.NotFound {
		return []OfflinePeriod{{ID: 1, From: offlineEpoch}}, nil
	}
	if err != nil {
		return nil, err
	}
	var list []OfflinePeriod
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("read setting %s: %w", offlineSetting, err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("read setting %s: it lists no key", offlineSetting)
	}
	return list, nil
}

// offlineKey is the number of the key that signs now.
func offlineKey(tx Tx) (int, error) {
	list, err := offlinePeriods(tx)
	if err != nil {
		return 0, err
	}
	return list[len(list)-1].ID, nil
}

// ReplaceOfflineKey has the next key sign from today on; what earlier ones signed stays good. It is the fault
// Conflict "offline_keys_spent" after the last number.
func (s *Service) ReplaceOfflineKey(ctx context.Context) (next OfflinePeriod, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		list, err := offlinePeriods(tx)
		if err != nil {
			return err
		}
		last := &list[len(list)-1]
		if last.ID == MaxOfflineKey {
			return fault.New(fault.Conflict, "offline_keys_spent")
		}
		last.Until = s.today()
		next = OfflinePeriod{ID: last.ID + 1, From: s.today()}
		text, err := json.Marshal(append(list, next))
		if err != nil {
			return fmt.Errorf("write setting %s: %w", offlineSetting, err)
		}
		return tx.SaveSetting(offlineSetting, string(text))
	})
	return next, err
}

// OfflineData is the script that gives a page for checks without a network what it rests on: the published keys, the
// signed list of statuses, how many days that list serves, and the address of live look-ups, to which a code is added.
func OfflineData(lookup string, keys OfflineKeys, status string, days int) ([]byte, error) {
	data, err := json.Marshal(map[string]any{"verify": lookup, "keys": keys, "status": status, "limit": days})
	if err != nil {
		return nil, fmt.Errorf("write data for offline checks: %w", err)
	}
	return slices.Concat([]byte("self.vinhdanhOffline="), data, []byte(";\n")), nil
}
