package main

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vinhdanh/certificates"
	"vinhdanh/internal/web"
)

// How many days a list of statuses serves where there is no network: what is taken when nothing is set, and the most.
const (
	usualOfflineDays   = 30
	longestOfflineDays = 366
)

func (c config) offlineDays() int { return cmp.Or(c.OfflineDays, usualOfflineDays) }

// offlineKey is the private key of a number for second symbols. All are derived from the ledger's key, so that they are
// kept, backed up and shared between servers with it.
func (a *app) offlineKey(id int) (*ecdsa.PrivateKey, error) {
	parts := strings.SplitN(strings.TrimSpace(a.key.Private), "+", 5)
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) < 1 {
		return nil, errors.New("derive key for second symbols: the ledger's key is malformed")
	}
	return certificates.DeriveOfflineKey(seed[1:], id) // the first byte names the sort of key
}

// offlineKeys are the published keys for second symbols and lists of statuses.
func (a *app) offlineKeys(ctx context.Context) (keys certificates.OfflineKeys, err error) {
	periods, err := a.certificates.OfflinePeriods(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range periods {
		private, err := a.offlineKey(p.ID)
		if err != nil {
			return nil, err
		}
		keys = append(keys, certificates.OfflineKey{OfflinePeriod: p, Public: &private.PublicKey})
	}
	return keys, nil
}

// secondSymbol is the text of a certificate's second symbol, "" for one without.
func (a *app) secondSymbol(st certificates.Statement) (string, error) {
	if st.OfflineKey == 0 {
		return "", nil
	}
	p, err := st.Offline()
	if err != nil {
		return "", err
	}
	key, err := a.offlineKey(st.OfflineKey)
	if err != nil {
		return "", err
	}
	return certificates.SignOffline(p, key)
}

// statusList is the signed list of what every certificate is worth now.
func (a *app) statusList(ctx context.Context) (string, error) {
	periods, err := a.certificates.OfflinePeriods(ctx)
	if err != nil {
		return "", err
	}
	id := periods[len(periods)-1].ID
	key, err := a.offlineKey(id)
	if err != nil {
		return "", err
	}
	l, err := a.certificates.StatusList(ctx, a.conf.BaseURL)
	if err != nil {
		return "", err
	}
	return l.Sign(id, key)
}

// credential is a certificate as a verifiable credential, signed by the key that signs now.
func (a *app) credential(ctx context.Context, about certificates.Public) (string, error) {
	periods, err := a.certificates.OfflinePeriods(ctx)
	if err != nil {
		return "", err
	}
	id := periods[len(periods)-1].ID
	key, err := a.offlineKey(id)
	if err != nil {
		return "", err
	}
	c, err := a.certificates.Credential(ctx, about, a.conf.BaseURL)
	if err != nil {
		return "", err
	}
	return c.Sign(id, key)
}

// offlineChecks is what the server publishes of it all.
func (a *app) offlineChecks() web.OfflineChecks {
	return web.OfflineChecks{Keys: a.offlineKeys, Status: a.statusList, Credential: a.credential, Days: a.conf.offlineDays()}
}

// offlineKeysCommand lists the keys for second symbols, and replaces the one that signs.
func (s *session) offlineKeysCommand() *cobra.Command {
	c := jsonFlag(&cobra.Command{Use: "offline-keys", Short: "List the keys of second symbols, or replace the one that signs", Args: exactly(0),
		Long: "List the keys that sign second symbols and lists of statuses. With --replace the next one signs from today on;\n" +
			"what earlier ones signed stays good, and all stay published at /.well-known/vinhdanh-keys.\n" +
			"Pages for checks without a network know the new key once they are loaded or exported again.",
		RunE: s.with(s.showOfflineKeys)})
	c.Flags().Bool("replace", false, "have the next key sign from today on")
	return c
}

func (s *session) showOfflineKeys(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	if replace, err := cmd.Flags().GetBool("replace"); err != nil {
		return err
	} else if replace {
		if _, err := a.certificates.ReplaceOfflineKey(ctx); err != nil {
			return err
		}
	}
	keys, err := a.offlineKeys(ctx)
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return json.NewEncoder(s.stdout).Encode(keys)
	}
	for _, k := range keys {
		until := "signs now"
		if k.Until != "" {
			until = "replaced on " + string(k.Until)
		}
		if _, err := fmt.Fprintf(s.stdout, "%d from %s, %s\n", k.ID, k.From, until); err != nil {
			return err
		}
	}
	return nil
}
