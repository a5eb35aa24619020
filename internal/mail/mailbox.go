package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"time"
)

// Mailbox keeps messages as files in a folder, for an office without a mail server and for tests: each is
// "<UTC time>-<id>.eml" and can be opened by any mail program.
type Mailbox struct {
	Dir  string
	From mail.Address
}

// Send implements Sender: temporary file, fsync, rename.
func (b Mailbox) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now := time.Now().UTC() //nolint:forbidigo // a letter is dated when it leaves
	msg, err := compose(b.From, m, now)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if _, err := msg.WriteTo(&text); err != nil {
		return fmt.Errorf("write message %s: %w", m.ID, err)
	}
	if err := os.MkdirAll(b.Dir, 0o700); err != nil {
		return fmt.Errorf("make mail folder: %w", err)
	}
	name := now.Format("20060102T150405.000000Z") + "-" + m.ID + ".eml"
	if err := writeWhole(filepath.Join(b.Dir, name), text.Bytes()); err != nil {
		return fmt.Errorf("keep message %s: %w", m.ID, err)
	}
	return nil
}

// writeWhole makes a file appear with all its bytes or not at all.
func writeWhole(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".temp-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
