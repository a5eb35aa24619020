package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
)

func (s *session) certificateCommand() *cobra.Command {
	issue := needFlags(&cobra.Command{Use: "issue", Short: "Issue what is missing in an edition", Args: exactly(0),
		RunE: s.with(s.issueCertificates)}, [2]string{"edition", "slug of the edition"})
	issue.Flags().String("issued-on", "", "date of issue YYYY-MM-DD (today in Vietnam)")
	issue.Flags().String("base-url", "", "address that QR codes carry (the server's last one)")
	issue.Flags().String("blob-url", "", "empty for the data folder, or s3://bucket?endpoint=…")
	revoke := needFlags(&cobra.Command{Use: "revoke CODE", Short: "Record a revocation by the authority", Args: exactly(1),
		RunE: s.with(s.revokeCertificate)}, [2]string{"reason", "why"}, [2]string{"decision", "number of the authority's decision"},
		[2]string{"date", "date of the decision YYYY-MM-DD"})
	revoke.Flags().String("effective-on", "", "first day it holds YYYY-MM-DD (the decision's date)")
	return group("certificate", "Certificates", issue, revoke, s.offlineKeysCommand(), s.offlinePageCommand(),
		jsonFlag(&cobra.Command{Use: "show CODE", Short: "Show one certificate", Args: exactly(1), RunE: s.with(s.showCertificate)}),
		jsonFlag(&cobra.Command{Use: "verify FILE", Short: "Judge a PDF: genuine, altered, revoked or unknown", Args: exactly(1),
			RunE: s.with(s.verifyCertificate)}))
}

// issuing is the memory in bytes that the runtime keeps to while certificates are issued by a command, so that the
// process stays below 128 MB with SQLite and the program itself, however many they are.
const issuing = 60 << 20

// issueCertificates prepares and issues in this process; a server beside it sees the result at once.
func (s *session) issueCertificates(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(issuing)
	}
	day := stringFlag(cmd, "issued-on")
	if day == "" {
		day = i18n.Today(time.Now())
	}
	id, err := a.certificates.Prepare(ctx, operator, stringFlag(cmd, "edition"), day, false)
	if err != nil {
		return err
	}
	job, err := s.finish(ctx, a, id)
	if err != nil {
		return err
	}
	for _, e := range job.Errors {
		if _, err := fmt.Fprintf(s.stderr, "vinhdanh: error: %s: %s\n", e.Nomination, e.Message); err != nil {
			return err
		}
	}
	if job.State == jobs.Failed {
		return fmt.Errorf("job %s failed after %d of %d: %s", job.ID, job.Done, job.Total, job.Problem)
	}
	if _, err := fmt.Fprintf(s.stdout, "issued %d of %d\n", job.Done-len(job.Errors), job.Total); err != nil {
		return err
	}
	if len(job.Errors) > 0 {
		return errSilent
	}
	return nil
}

// finish works on the queue until a job is done, here or by the server that runs beside.
func (s *session) finish(ctx context.Context, a *app, id string) (jobs.Job, error) {
	runner := a.runner()
	for {
		job, err := a.db.LoadJob(ctx, id)
		if err != nil || job.State == jobs.Done || job.State == jobs.Failed {
			return job, err
		}
		worked, err := runner.RunOne(ctx, certificates.BatchJob)
		if err != nil {
			return job, err
		}
		if worked {
			continue
		}
		select {
		case <-ctx.Done():
			return job, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (s *session) showCertificate(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	p, err := a.certificates.Lookup(ctx, args[0])
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		enc := json.NewEncoder(s.stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(map[string]any{"code": p.Code, "number": p.Number, "status": p.Status, "product": p.Product,
			"producer": p.Producer, "issued_on": p.IssuedOn, "valid_until": p.ValidUntil, "pdf_sha256": p.File(),
			"ledger_index": p.LedgerIndex})
	}
	_, err = fmt.Fprintf(s.stdout, "%s\nnumber %s\nstatus %s\nproduct %s\nproducer %s\nissued on %s, valid until %s\npdf sha256 %s\n",
		p.Code, p.Number, p.Status, p.Product, p.Producer, p.IssuedOn, p.ValidUntil, p.File())
	return err
}

func (s *session) verifyCertificate(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	data, err := os.ReadFile(filepath.Clean(args[0]))
	if err != nil {
		return fmt.Errorf("read certificate: %w", err)
	}
	sum := sha256.Sum256(data)
	v, err := a.certificates.VerifyFile(ctx, hex.EncodeToString(sum[:]), data)
	if err != nil {
		return err
	}
	type check struct {
		Name   string `json:"name"`
		OK     bool   `json:"ok"`
		Detail string `json:"detail"`
	}
	checks := []check{}
	for _, c := range v.Checks {
		checks = append(checks, check{c.Name, c.OK, a.words.T("en", "check."+c.DetailKey, c.Args)})
	}
	if wantsJSON(cmd) {
		err = json.NewEncoder(s.stdout).Encode(map[string]any{"verdict": v.Verdict, "code": v.Code, "checks": checks})
	} else {
		_, err = fmt.Fprintln(s.stdout, v.Verdict)
		for _, c := range checks {
			mark := "ok"
			if !c.OK {
				mark = "no"
			}
			if err == nil {
				_, err = fmt.Fprintf(s.stdout, "  %s %s: %s\n", mark, c.Name, c.Detail)
			}
		}
	}
	if err == nil && v.Verdict != certificates.Genuine {
		err = errSilent
	}
	return err
}

func (s *session) revokeCertificate(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	w := certificates.Withdrawal{Reason: stringFlag(cmd, "reason"), DecisionNumber: stringFlag(cmd, "decision"),
		DecisionDate: stringFlag(cmd, "date"), EffectiveOn: stringFlag(cmd, "effective-on")}
	if w.EffectiveOn == "" {
		w.EffectiveOn = w.DecisionDate
	}
	l, err := a.certificates.Revoke(ctx, operator, args[0], w)
	err = outlasted(ctx, err)
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Malformed {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s %s\n", l.Code, l.Status)
	return err
}
