package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

// operator is the person at the command line, who owns the machine.
var operator = accounts.Actor{System: true}

type editionItem struct {
	ID       string          `json:"id"`
	Slug     string          `json:"slug"`
	Name     string          `json:"name"`
	Number   int             `json:"number"`
	Year     int             `json:"year"`
	Level    string          `json:"level"`
	Province string          `json:"province"`
	State    judging.State   `json:"state"`
	Rules    json.RawMessage `json:"rules,omitempty"`
}

func itemOf(e judging.Edition) editionItem {
	return editionItem{ID: e.ID, Slug: e.Slug, Name: e.Name, Number: e.Number, Year: e.Year, Level: e.Level,
		Province: e.Province, State: e.State}
}

func (s *session) editionCommand() *cobra.Command {
	return group("edition", "Editions",
		jsonFlag(&cobra.Command{Use: "list", Short: "List editions", Args: exactly(0), RunE: s.with(s.listEditions)}),
		jsonFlag(&cobra.Command{Use: "show SLUG", Short: "Show one edition with its rules", Args: exactly(1), RunE: s.with(s.showEdition)}),
		s.exportEditionCommand(), s.importEditionCommand())
}

func (s *session) listEditions(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	editions, err := a.judging.Editions(ctx, operator)
	if err != nil {
		return err
	}
	items, rows := []editionItem{}, [][]string{}
	for _, e := range editions {
		items = append(items, itemOf(e))
		rows = append(rows, []string{e.Slug, fmt.Sprint(e.Number), fmt.Sprint(e.Year), string(e.State), e.Name})
	}
	return s.list(wantsJSON(cmd), items, "SLUG\tNUMBER\tYEAR\tSTATE\tNAME", rows)
}

func (s *session) showEdition(ctx context.Context, a *app, cmd *cobra.Command, args []string) error {
	e, err := a.judging.EditionBySlug(ctx, operator, args[0])
	if err != nil {
		return err
	}
	item := itemOf(e)
	item.Rules = e.Rules
	if wantsJSON(cmd) {
		enc := json.NewEncoder(s.stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(item)
	}
	pack, err := a.judging.Pack(e)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s\n%s\nnumber %d, year %d, level %s, province %s\nstate %s\nrules %s version %s, pass mark %s\n",
		e.Slug, e.Name, e.Number, e.Year, e.Level, e.Province, e.State, pack.ID, pack.Version, pack.PassMark)
	return err
}

func (s *session) rulesCommand() *cobra.Command {
	return group("rules", "Rule packs",
		&cobra.Command{Use: "check FILE", Short: "Check a rule pack, or an embedded one by its id", Args: exactly(1),
			RunE: func(_ *cobra.Command, args []string) error { return s.checkRules(args[0]) }})
}

func (s *session) checkRules(file string) error {
	data, err := os.ReadFile(filepath.Clean(file))
	if errors.Is(err, os.ErrNotExist) {
		if _, embedded, packErr := packs.Load(file); packErr == nil {
			data, err = embedded, nil
		}
	}
	if err != nil {
		return hinted{fmt.Errorf("read rule pack: %w", err), "give a JSON file, or one of: " + fmt.Sprint(packs.Names())}
	}
	pack, err := judging.ParsePack(data)
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return hinted{f, "docs/formats.md describes every field of a rule pack"}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "ok %s version %s: %d product groups, %d criteria to mark, at most %s points, pass mark %s\n",
		pack.ID, pack.Version, len(pack.ProductGroups), len(pack.Leaves("")), pack.MaxTotal(""), pack.PassMark)
	return err
}
