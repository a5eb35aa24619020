package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/internal/i18n"
)

// ledgerFlags is what the command was asked.
type ledgerFlags struct {
	keys, since, certificate, record, roots string
	witnesses                               []string
}

// ledgerCommand checks a whole log; done gets the exit code.
func ledgerCommand(out io.Writer, done func(code int)) *cobra.Command {
	var f ledgerFlags
	c := &cobra.Command{Use: "ledger DIR|URL", Short: "Recompute the whole ledger from its entries", Args: cobra.ExactArgs(1),
		Long: "Read every published entry of the ledger, from a folder that `vinhdanh ledger export` wrote or from a server's\n" +
			"/ledger, and recompute the tree: the root of the signed checkpoint, each hash tile, the root of an earlier\n" +
			"checkpoint that somebody kept, where a certificate stands; and check witnesses and timestamp. One line for each\n" +
			"finding. It streams: 100,000 entries take less than 64 MB.",
		Example: "  curl -o keys.json https://HOST/.well-known/vinhdanh-keys\n" +
			"  vinhdanh-verify ledger https://HOST/ledger --keys keys.json --since printed-on-the-minutes.txt"}
	c.Flags().StringVar(&f.keys, "keys", "", "the installation's published keys, JSON or one verifier a line")
	c.Flags().StringVar(&f.since, "since", "", "an earlier checkpoint, which this log must continue")
	c.Flags().StringVar(&f.certificate, "certificate", "", "code of a certificate that must stand in the ledger")
	c.Flags().StringVar(&f.record, "record", "", "its record, or the server's answer that holds it, which the ledger must hold letter for letter")
	c.Flags().StringArrayVar(&f.witnesses, "witness", nil, "verifier key of a witness that must have cosigned; may be given several times")
	c.Flags().StringVar(&f.roots, "timestamp-roots", "", "PEM file of roots under which the checkpoint's timestamp must stand")
	if err := c.MarkFlagRequired("keys"); err != nil {
		panic(err) // declared above
	}
	c.RunE = func(_ *cobra.Command, args []string) error {
		code, err := checkLedger(out, openSource(args[0]), f)
		done(code)
		return err
	}
	return c
}

// checkLedger checks a log; an error says that the command line or one of its files cannot be used.
func checkLedger(out io.Writer, read logSource, f ledgerFlags) (int, error) {
	keys, err := readKeys(f.keys)
	if err != nil {
		return exitUsage, err
	}
	code := ""
	if f.certificate != "" {
		c, err := certificates.ParseCode(f.certificate)
		if err != nil {
			return exitUsage, fmt.Errorf("%q is no code of a certificate", f.certificate)
		}
		code = c.String()
	}
	record, status, err := readRecord(f.record)
	if err != nil {
		return exitUsage, err
	}
	roots, err := readRootFile(f.roots)
	if err != nil {
		return exitUsage, err
	}
	var earlier []byte
	if f.since != "" {
		if earlier, err = os.ReadFile(filepath.Clean(f.since)); err != nil {
			return exitUsage, fmt.Errorf("read earlier checkpoint: %w", err)
		}
	}
	r := &report{out: out}
	p, err := currentPoint(read, keys)
	r.check("the checkpoint is signed with the log's key", err)
	if err != nil {
		return r.exit(), nil
	}
	say(out, "    %s: %d entries", p.origin, p.size)
	w := &walk{read: read, report: r, size: p.size, code: code, ids: map[string]bool{}}
	old := w.expect(earlier, keys, p)
	w.entries()
	w.rest()
	w.conclude(p)
	if old != nil {
		r.check(fmt.Sprintf("the log continues the earlier checkpoint of %d entries", old.size), w.continues(*old))
	}
	if code != "" || record != nil {
		r.check("the certificate stands in the ledger", w.certified(record))
	}
	if code != "" && status != "" {
		r.check("the ledger knows the certificate's status", w.stands(status))
	}
	checkOutside(r, read, p, f, roots)
	return r.exit(), nil
}

func currentPoint(read logSource, keys note.Verifiers) (point, error) {
	data, err := read("checkpoint", maxText)
	if err != nil {
		return point{}, err
	}
	return readPoint(data, keys)
}

// expect notes the earlier checkpoint's size; nil when there is none to compare.
func (w *walk) expect(earlier []byte, keys note.Verifiers, p point) *point {
	if earlier == nil {
		return nil
	}
	old, err := readPoint(earlier, keys)
	if err == nil && old.origin != p.origin {
		err = fmt.Errorf("it is of another log, %s", old.origin)
	}
	w.report.check("the earlier checkpoint is signed with the log's key", err)
	if err != nil {
		return nil
	}
	w.at = old.size
	if old.size == 0 {
		w.rootAt = (&frontier{}).root()
	}
	return &old
}

// conclude compares what the entries make with what the checkpoint says.
func (w *walk) conclude(p point) {
	if w.faults > mostNamed {
		say(w.report.out, "    … and %d more", w.faults-mostNamed)
	}
	if w.faults == 0 {
		w.report.check("every tile holds the hashes of the entries", nil)
	}
	var err error
	switch made := w.tree.root(); {
	case w.stop:
		err = errors.New("not all entries are there")
	case made != p.root:
		err = fmt.Errorf("they make %s, the checkpoint says %s", made, p.root)
	}
	w.report.check("the entries make the root of the checkpoint", err)
}

func (w *walk) continues(old point) error {
	switch {
	case old.size > w.size:
		return fmt.Errorf("the log has only %d now: entries were cut off", w.size)
	case w.tree.size < old.size:
		return errors.New("not all entries are there")
	case w.rootAt != old.root:
		return fmt.Errorf("its first %d entries make %s, the earlier checkpoint says %s: this is another history", old.size, w.rootAt, old.root)
	}
	return nil
}

// certified looks at the records of the certificate that were met.
func (w *walk) certified(record []byte) error {
	if w.code == "" {
		return errors.New("name its code with --certificate")
	}
	if len(w.records) == 0 {
		return errors.New("no record of it is there")
	}
	for _, x := range w.records {
		say(w.report.out, "    entry %d: %s", x.index, x.kind)
	}
	if record != nil && !slices.ContainsFunc(w.records, func(x found) bool { return bytes.Equal(x.data, record) }) {
		return errors.New("not with the record that was given: the ledger holds another")
	}
	return nil
}

// stands compares the status that a server told with what the acts on the certificate make of it today in Vietnam. Whether
// its last day was over when the answer was given is left open.
func (w *walk) stands(status string) error {
	r := certificates.Record{ValidUntil: "9999-12-31"}
	for _, x := range w.records {
		if x.act != "" {
			r.Events = append(r.Events, certificates.Event{Kind: certificates.EventKind(x.act), EffectiveOn: x.from})
		}
	}
	want := []string{string(certificates.StatusAt(r, certificates.Date(i18n.Today(time.Now()))))}
	if want[0] == string(certificates.Valid) {
		want = append(want, string(certificates.Expired))
	}
	if !slices.Contains(want, status) {
		return fmt.Errorf("the answer says %s, by the ledger it is %s", status, strings.Join(want, " or "))
	}
	return nil
}

// readRecord is a record, alone or within the server's answer, which also tells a status; nil without a file.
func readRecord(file string) (record []byte, status string, err error) {
	if file == "" {
		return nil, "", nil
	}
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, "", fmt.Errorf("read record: %w", err)
	}
	var a answer
	if json.Unmarshal(data, &a) == nil && a.Ledger.Record != "" {
		return []byte(a.Ledger.Record), a.Status, nil
	}
	return bytes.TrimSpace(data), "", nil
}

func readRootFile(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, fmt.Errorf("read roots: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("no certificate in %s", file)
	}
	return roots, nil
}

// checkOutside checks what others said of the checkpoint.
func checkOutside(r *report, read logSource, p point, f ledgerFlags, roots *x509.CertPool) {
	for _, key := range f.witnesses {
		at, err := p.cosignedBy(key)
		r.check("cosigned by "+key, err)
		if err == nil {
			say(r.out, "    it says: at %s", at.Format(time.RFC3339))
		}
	}
	if roots == nil {
		return
	}
	at, err := stamped(read, p, roots)
	r.check("the timestamp is over this checkpoint", err)
	if err == nil {
		say(r.out, "    it says: at %s", at.UTC().Format(time.RFC3339))
	}
}

func stamped(read logSource, p point, roots *x509.CertPool) (time.Time, error) {
	der, err := read(fmt.Sprintf("timestamp/%d.tsr", p.size), maxText)
	if err != nil {
		return time.Time{}, err
	}
	token, err := pades.ReadResponse(der, roots)
	if err != nil {
		return time.Time{}, err
	}
	if want := sha256.Sum256([]byte(p.signed)); !bytes.Equal(token.Digest, want[:]) {
		return time.Time{}, errors.New("it is over other bytes")
	}
	return token.At, nil
}
