package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Limits of what is read of a source, in bytes, and how long it may take.
const (
	maxText   = 64 << 10
	maxTile   = width * 32
	maxBundle = width * (2 + 1<<16)
	patience  = 30 * time.Second
)

// errNone says that a source has no such file.
var errNone = errors.New("it is missing")

// logSource reads the files of a log by their names below it.
type logSource func(name string, most int64) ([]byte, error)

// openSource is a folder, or the address of a server.
func openSource(place string) logSource {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		client := &http.Client{Timeout: patience}
		base := strings.TrimSuffix(place, "/") + "/"
		return func(name string, most int64) ([]byte, error) { return fetch(client, base+name, most) }
	}
	return func(name string, most int64) ([]byte, error) {
		f, err := os.Open(filepath.Join(filepath.Clean(place), filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errNone
		}
		if err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		defer f.Close()
		return readMost(f, most)
	}
}

func fetch(client *http.Client, address string, most int64) ([]byte, error) {
	response, err := client.Get(address) //nolint:noctx // the client's own time holds; the program does nothing else
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return nil, errNone
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answers %s", response.Status)
	}
	return readMost(response.Body, most)
}

func readMost(r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("it is longer than %d bytes", most)
	}
	return data, err
}
