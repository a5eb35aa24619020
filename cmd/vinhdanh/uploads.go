package main

import (
	"context"
	"fmt"
	"os"

	"vinhdanh/internal/inspect"
	"vinhdanh/internal/intake"
	"vinhdanh/judging"
)

// uploads looks into files that people send, in a child process of this program.
type uploads struct{ inspector *inspect.Inspector }

func newInspector(dir string) (uploads, error) {
	exe, err := os.Executable()
	if err != nil {
		return uploads{}, fmt.Errorf("find this program: %w", err)
	}
	return uploads{inspect.New(exe, dir)}, nil
}

// Inspect is web.Inspector's.
func (u uploads) Inspect(ctx context.Context, path, name string) (mediaType, cleaned string, err error) {
	kind, err := inspect.Sniff(path, name)
	if err != nil {
		return "", "", err
	}
	look := u.inspector.Image
	if kind == inspect.PDF {
		look = u.inspector.PDF
	}
	r, err := look(ctx, path)
	return r.MediaType, r.Path, err
}

// Import is web.Importer's.
func (u uploads) Import(ctx context.Context, path, name string, pack *judging.Pack) ([]judging.ImportRow, judging.ImportResult, error) {
	table, err := intake.Read(ctx, name, path, u.inspector)
	if err != nil {
		return nil, judging.ImportResult{}, err
	}
	plan := intake.Map(table, named(pack.ProductGroups), named(pack.EntityKinds))
	found := judging.ImportResult{Rows: len(table.Rows), Errors: issues(plan.Errors), Notices: issues(plan.Notices)}
	for _, n := range plan.Notices {
		if n.Code == "duplicate_in_file" {
			found.Skipped++
		}
	}
	rows := make([]judging.ImportRow, len(plan.Rows))
	for i, r := range plan.Rows {
		rows[i] = judging.ImportRow{Number: r.Number, Product: r.Product, ProductGroup: r.ProductGroup, SetMembers: r.SetMembers,
			Description: r.Description, Producer: judging.ProducerData{Name: r.ProducerName,
				EntityKind: r.EntityKind, TaxCode: r.TaxCode, RegistrationNumber: r.RegistrationNumber, Address: r.Address,
				Commune: r.Place(), Phone: r.Phone, Email: r.Email, Representative: r.Representative}}
	}
	return rows, found, nil
}

func named(list []judging.Coded) []intake.Named {
	var out []intake.Named
	for _, x := range list {
		out = append(out, intake.Named{Code: x.Code, Names: []string{x.Name.VI, x.Name.EN}})
	}
	return out
}

func issues(list []intake.Issue) []judging.ImportIssue {
	var out []judging.ImportIssue
	for _, x := range list {
		out = append(out, judging.ImportIssue{Row: x.Row, Column: x.Column, Code: x.Code, Args: x.Args})
	}
	return out
}
