package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

// readyWithin is how long a server may take to say that it is ready.
const readyWithin = 5 * time.Second

// askReady asks the server that these settings describe, on this machine, whether it is ready: the health check of
// a container, which has no other program. It opens no data.
func (s *session) askReady(ctx context.Context) error {
	host, port, err := net.SplitHostPort(s.conf.Addr)
	if err != nil {
		return usageError{fmt.Errorf("read address: %w", err)}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	scheme, transport := "http", &http.Transport{DisableKeepAlives: true}
	if s.conf.speaksTLS() {
		scheme = "https"
		// The certificate is for the public name, and nothing is told to or believed of whoever answers here.
		transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true, ServerName: hostOf(s.conf.BaseURL)} //nolint:gosec // see above
	}
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	res, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return hinted{fmt.Errorf("ask the server: %w", err), "is it running, on the address of these settings?"}
	}
	if err := res.Body.Close(); err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return hinted{fmt.Errorf("the server is not ready: it answers %d", res.StatusCode), "it says why in its log"}
	}
	_, err = fmt.Fprintln(s.stdout, "ready")
	return err
}

// readyOr runs ask instead of a command that was given --ready.
func readyOr(ask func(context.Context) error, otherwise func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		only, err := cmd.Flags().GetBool("ready")
		switch {
		case err != nil:
			return err
		case only:
			return ask(cmd.Context())
		}
		return otherwise(cmd, args)
	}
}
