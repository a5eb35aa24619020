package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// usualDays is how many days a list of statuses serves when nothing else is said.
const usualDays = 30

// offlineCheck is what a certificate is checked by where there is no network: the text of its second symbol, the published
// keys and a list of statuses.
type offlineCheck struct {
	file, keys, status, product, producer string
	days                                  int
	now                                   time.Time
}

// certificateCommand checks one certificate: against the server's answer and the ledger, or without a network.
func certificateCommand(out io.Writer, exit func(int)) *cobra.Command {
	c := &cobra.Command{Use: "certificate FILE", Short: "Check a PDF against the server's answer and the ledger, or without a network",
		Args: cobra.ExactArgs(1),
		Long: "With --answer: check that the PDF is the issued file, that the answer of GET /api/v1/certificates/CODE says so,\n" +
			"that its record stands in the ledger and that the ledger's checkpoint is signed with the published key.\n" +
			"With --status: check what the second symbol says that the PDF carries, or a file with the text that a scanner\n" +
			"read from paper: its signature, its code and its status by a list that is not too old. It tells whether names\n" +
			"given with --product and --producer are those that were signed; the page itself you have to read.",
		Example: "  curl -o keys.json https://HOST/.well-known/vinhdanh-keys\n" +
			"  curl -o answer.json https://HOST/api/v1/certificates/CODE\n" +
			"  vinhdanh-verify certificate giay.pdf --answer answer.json --keys keys.json\n" +
			"  curl -o status.jwt https://HOST/.well-known/vinhdanh-status\n" +
			"  vinhdanh-verify certificate giay.pdf --status status.jwt --keys keys.json"}
	var answer string
	var who signatories
	o := offlineCheck{}
	f := c.Flags()
	f.StringVar(&answer, "answer", "", "the server's answer for the certificate's code, JSON")
	f.StringVar(&who.roots, "authority-roots", "", "PEM file of roots under which whoever signed the issued file must stand")
	f.StringArrayVar(&who.names, "authority-signer", nil,
		"who may have signed it, as often as there are several: the certificate's SHA-256 or parts of its subject, such as O=…,CN=…")
	f.StringVar(&o.keys, "keys", "", "the installation's published keys, JSON or one verifier a line")
	f.StringVar(&o.status, "status", "", "the installation's list of statuses; needs no answer")
	f.IntVar(&o.days, "days", usualDays, "how many days old the list may be")
	f.StringVar(&o.product, "product", "", "the product as the page names it")
	f.StringVar(&o.producer, "producer", "", "the producer as the page names it")
	c.MarkFlagsOneRequired("answer", "status")
	c.MarkFlagsMutuallyExclusive("answer", "status")
	c.MarkFlagsMutuallyExclusive("authority-roots", "status")
	c.MarkFlagsMutuallyExclusive("authority-signer", "status")
	c.MarkFlagsRequiredTogether("product", "producer")
	if err := c.MarkFlagRequired("keys"); err != nil {
		panic(err) // declared above
	}
	c.RunE = func(_ *cobra.Command, args []string) (err error) {
		var code int
		if answer != "" {
			code, err = checkCertificate(out, args[0], answer, o.keys, who)
		} else {
			o.file, o.now = args[0], time.Now()
			code, err = o.run(out)
		}
		exit(code)
		return err
	}
	return c
}

// worded is a fault as its English sentence.
func worded(err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return errors.New(i18n.New().T("en", "fault."+f.Code, f.Args))
	}
	return err
}

func (o offlineCheck) run(out io.Writer) (int, error) {
	read := map[string][]byte{}
	for _, name := range []string{o.file, o.keys, o.status} {
		data, err := os.ReadFile(filepath.Clean(name))
		if err != nil {
			return exitUsage, fmt.Errorf("read file: %w", err)
		}
		read[name] = data
	}
	keys, err := certificates.ReadOfflineKeys(read[o.keys])
	if err != nil {
		return exitUsage, err
	}
	r := &report{out: out}
	text, codes := string(read[o.file]), []certificates.Code(nil)
	isPDF := bytes.Contains(read[o.file], []byte("%PDF-"))
	if isPDF {
		text, codes = certificates.FindOffline(read[o.file]), certificates.FindCodes(read[o.file])
	}
	p, err := certificates.ReadOffline(text, keys)
	r.check("the second symbol is signed with a published key", worded(err))
	l, listErr := certificates.ReadStatusList(string(read[o.status]), keys)
	r.check("the list of statuses is signed with a published key", worded(listErr))
	if err != nil || listErr != nil {
		return r.exit(), nil
	}
	if isPDF {
		err = nil
		if !slices.Contains(codes, p.Code) {
			err = fmt.Errorf("the symbol is of %s", p.Code)
		}
		r.check("the file carries the symbol's code", err)
	}
	days, err := l.Age(o.now, o.days)
	r.check(fmt.Sprintf("the list is at most %d days old", o.days), worded(err))
	if err == nil {
		o.tell(r, p, l, days)
	}
	return r.exit(), nil
}

// tell says what the certificate is worth, and what is left to the reader.
func (o offlineCheck) tell(r *report, p certificates.OfflinePaper, l certificates.StatusList, days int) {
	status, until := l.At(p.Code, certificates.Date(i18n.Today(o.now)))
	var err error
	if status != certificates.Valid {
		err = fmt.Errorf("it is %s", status)
	}
	r.check(fmt.Sprintf("the certificate is valid by the list of %s, %d days old", l.MadeAt.In(i18n.VN).Format("2006-01-02 15:04"), days), err)
	if o.product != "" {
		err = nil
		if certificates.NamesOf(o.product, o.producer, until) != p.Names {
			err = errors.New("other names, or another last day, were signed")
		}
		r.check("product, producer and last day are those that were signed", err)
	}
	say(r.out, "    compare with the page: code %s, level %s, issued on %s, valid until %s", p.Code, p.Level, p.IssuedOn, until)
}
