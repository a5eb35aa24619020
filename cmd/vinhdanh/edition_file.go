package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// editionFormat names the form of an edition's file; docs/formats.md describes it.
const editionFormat = "vinhdanh-edition/1"

// editionFile carries an edition from one installation to another: how it is set up and the wording of its
// dossiers. Papers, people, sheets and certificates stay where they are bound by the ledger.
type editionFile struct {
	Format      string        `json:"format"`
	Edition     editionSetup  `json:"edition"`
	Nominations []dossierText `json:"nominations"`
}

type editionSetup struct {
	Slug     string          `json:"slug"`
	Name     string          `json:"name"`
	NameEN   string          `json:"name_en,omitempty"`
	Number   int             `json:"number"`
	Year     int             `json:"year"`
	Level    string          `json:"level"`
	Province string          `json:"province,omitempty"`
	Rules    json.RawMessage `json:"rules"`
}

type dossierText struct {
	Product      string       `json:"product"`
	ProductGroup string       `json:"product_group"`
	SetMembers   []string     `json:"set_members,omitempty"`
	Description  string       `json:"description,omitempty"`
	Producer     producerText `json:"producer"`
}

type producerText struct {
	Name               string `json:"name"`
	EntityKind         string `json:"entity_kind,omitempty"`
	TaxCode            string `json:"tax_code,omitempty"`
	RegistrationNumber string `json:"registration_number,omitempty"`
	Address            string `json:"address,omitempty"`
	Commune            string `json:"commune,omitempty"`
	Phone              string `json:"phone,omitempty"`
	Email              string `json:"email,omitempty"`
	Representative     string `json:"representative,omitempty"`
}

func (s *session) exportEditionCommand() *cobra.Command {
	export := &cobra.Command{Use: "export SLUG", Short: "Write an edition's set-up and dossiers into a file", Args: exactly(1),
		Long: "Write how an edition is set up, with its rules, and the wording of its dossiers, for edition import at another\n" +
			"installation. Papers, people, marks and certificates are not in it: backup and restore move those, ledger and all.\n" +
			"Dossiers hold telephone numbers and addresses: keep the file as you keep the dossiers.",
		Example: "  vinhdanh edition export 2026 --out ky-2026.json", RunE: s.with(s.exportEdition)}
	export.Flags().String("out", "", "the file to write; standard output without it")
	return export
}

func (s *session) importEditionCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "import FILE", Short: "Open an edition as a file describes it, or bring in its dossiers", Args: exactly(1),
		Long: "Open an edition as a draft, with the set-up and rules of a file that edition export wrote. Its dossiers come in by a second\n" +
			"call with --dossiers, once that edition takes dossiers: as drafts, those that are there already are left alone.",
		Example: "  vinhdanh edition import ky-2026.json --slug 2027 --by quantri@so.example.vn\n" +
			"  vinhdanh edition import ky-2026.json --slug 2027 --by thuky@so.example.vn --dossiers",
		RunE: s.with(s.importEdition)}
	cmd.Flags().String("by", "", "e-mail of the account in whose name it is done; the edition belongs to its office")
	cmd.Flags().String("slug", "", "address of the edition here; that of the file without it")
	cmd.Flags().Bool("dossiers", false, "bring in the dossiers, into an edition that takes them")
	return cmd
}

func (s *session) exportEdition(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	e, err := a.judging.EditionBySlug(ctx, operator, args[0])
	if err != nil {
		return err
	}
	list, _, err := a.judging.Nominations(ctx, operator, args[0], judging.NominationQuery{})
	if err != nil {
		return err
	}
	file := editionFile{Format: editionFormat, Nominations: []dossierText{}, Edition: editionSetup{Slug: e.Slug, Name: e.Name,
		NameEN: e.NameEN, Number: e.Number, Year: e.Year, Level: e.Level, Province: e.Province, Rules: e.Rules}}
	for _, n := range list {
		file.Nominations = append(file.Nominations, dossierText{n.Product, n.ProductGroup, n.SetMembers, n.Description, producerText(n.Producer)})
	}
	data, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return fmt.Errorf("encode edition: %w", err)
	}
	data = append(data, '\n')
	out := stringFlag(cmd, "out")
	if out == "" {
		_, err = s.stdout.Write(data)
		return err
	}
	if err := os.WriteFile(filepath.Clean(out), data, 0o600); err != nil {
		return fmt.Errorf("write edition: %w", err)
	}
	_, err = fmt.Fprintf(s.stderr, "wrote %s: rules and %d dossiers\n", out, len(list))
	return err
}

func (s *session) importEdition(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	file, err := readEditionFile(args[0])
	if err != nil {
		return usageError{err}
	}
	by, err := a.accounts.ByEmail(ctx, stringFlag(cmd, "by"))
	if err != nil {
		return hinted{err, "name an account with --by; vinhdanh user list shows them"}
	}
	who := accounts.Actor{System: true, User: by}
	x := file.Edition
	if slug := stringFlag(cmd, "slug"); slug != "" {
		x.Slug = slug
	}
	if dossiers, _ := cmd.Flags().GetBool("dossiers"); dossiers {
		return s.importDossiers(ctx, a, who, x.Slug, file.Nominations)
	}
	e, err := a.judging.CreateEdition(ctx, who, judging.NewEdition{Slug: x.Slug, Name: x.Name, NameEN: x.NameEN, Number: x.Number,
		Year: x.Year, Level: x.Level, Province: x.Province, Rules: x.Rules})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "opened %s as a draft; the file holds %d dossiers for --dossiers\n", e.Slug, len(file.Nominations))
	return err
}

func (s *session) importDossiers(ctx context.Context, a *app, who accounts.Actor, slug string, list []dossierText) error {
	rows := make([]judging.ImportRow, len(list))
	for i, d := range list {
		rows[i] = judging.ImportRow{Number: i + 1, Product: d.Product, ProductGroup: d.ProductGroup, SetMembers: d.SetMembers,
			Description: d.Description, Producer: judging.ProducerData(d.Producer)}
	}
	res, err := a.judging.Import(ctx, who, slug, rows, judging.ImportOptions{Prior: judging.ImportResult{Rows: len(rows)}})
	if err != nil {
		return err
	}
	for _, x := range res.Errors {
		if _, err := fmt.Fprintf(s.stderr, "dossier %d: %s: %s\n", x.Row, x.Column, x.Code); err != nil {
			return err
		}
	}
	if n := len(res.Errors); n > 0 {
		return hinted{fmt.Errorf("%d dossiers are at fault; none was brought in", n), "mend them in the file, by the number from the top"}
	}
	_, err = fmt.Fprintf(s.stdout, "brought in %d of %d dossiers as drafts, %d were there\n", res.Created, res.Rows, res.Rows-res.Created)
	return err
}

// readEditionFile reads what export wrote; a field that it does not know is a fault, so that nothing is lost unseen.
func readEditionFile(name string) (file editionFile, err error) {
	f, err := os.Open(filepath.Clean(name))
	if err != nil {
		return file, fmt.Errorf("read edition: %w", err)
	}
	defer f.Close()
	decoder := json.NewDecoder(f)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return file, fmt.Errorf("read edition: %w", err)
	}
	if file.Format != editionFormat {
		return file, fmt.Errorf("%s is not a file of vinhdanh edition export: format %q, want %q", name, file.Format, editionFormat)
	}
	return file, nil
}
