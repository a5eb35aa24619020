package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
)

// with opens the program for an upkeep command and closes it afterwards.
func (s *session) with(do func(ctx context.Context, a *app, cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		a, err := s.open(cmd.Context(), false)
		if err != nil {
			return err
		}
		return errors.Join(do(cmd.Context(), a, cmd, args), a.close())
	}
}

// list prints rows as a table, or items as JSON.
func (s *session) list(asJSON bool, items any, heading string, rows [][]string) error {
	if asJSON {
		enc := json.NewEncoder(s.stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(map[string]any{"items": items})
	}
	w := tabwriter.NewWriter(s.stdout, 0, 4, 2, ' ', 0)
	if _, err := fmt.Fprintln(w, heading); err != nil {
		return err
	}
	for _, r := range rows {
		if _, err := fmt.Fprintln(w, strings.Join(r, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}

// jsonFlag adds --json to a listing command.
func jsonFlag(c *cobra.Command) *cobra.Command {
	c.Flags().Bool("json", false, "print JSON")
	return c
}

func wantsJSON(c *cobra.Command) bool {
	on, err := c.Flags().GetBool("json")
	return err == nil && on
}

func stringFlag(c *cobra.Command, name string) string {
	v, err := c.Flags().GetString(name)
	if err != nil {
		panic(err) // the command declared it
	}
	return v
}

// needFlags adds string flags that must be given.
func needFlags(c *cobra.Command, flags ...[2]string) *cobra.Command {
	for _, f := range flags {
		c.Flags().String(f[0], "", f[1])
		if err := c.MarkFlagRequired(f[0]); err != nil {
			panic(err) // declared on the line above
		}
	}
	return c
}

func (s *session) userCommand() *cobra.Command {
	email := [2]string{"email", "the person's e-mail address"}
	add := needFlags(&cobra.Command{Use: "add", Short: "Make an account with a password", Args: exactly(0),
		Example: "  vinhdanh user add --email lan@example.vn --name 'Nguyễn Thị Lan' --role administrator --password-stdin < pw",
		RunE:    s.with(s.addUser)}, email, [2]string{"name", "the person's name"})
	add.Flags().String("role", "user", "administrator or user")
	add.Flags().String("organiser", accounts.DefaultOrganiser, "the office, made when it is new")
	add.Flags().Bool("password-stdin", false, "read the password from standard input, one line")
	password := needFlags(&cobra.Command{Use: "password", Short: "Set a new password and end the person's sessions",
		Args: exactly(0), RunE: s.with(s.setPassword)}, email)
	password.Flags().Bool("password-stdin", false, "read the password from standard input, one line")
	return group("user", "Accounts", add, password,
		jsonFlag(&cobra.Command{Use: "list", Short: "List accounts", Args: exactly(0), RunE: s.with(s.listUsers)}),
		needFlags(&cobra.Command{Use: "disable", Short: "Shut an account at once", Args: exactly(0),
			RunE: s.with(func(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
				return outlasted(ctx, a.accounts.DisableUser(ctx, stringFlag(cmd, "email")))
			})}, email))
}

func (s *session) addUser(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	role := stringFlag(cmd, "role")
	if role != "administrator" && role != "user" {
		return usageError{fmt.Errorf("role %q is neither administrator nor user", role)}
	}
	password, err := s.password(cmd)
	if err != nil {
		return err
	}
	u, err := a.accounts.AddUser(ctx, stringFlag(cmd, "organiser"), stringFlag(cmd, "email"), stringFlag(cmd, "name"), password,
		role == "administrator")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s %s\n", u.ID, u.Email)
	return err
}

// password is the first line of standard input; a password is never taken from the command line, where
// other users of the machine could read it.
func (s *session) password(cmd *cobra.Command) (string, error) {
	if on, err := cmd.Flags().GetBool("password-stdin"); err != nil || !on {
		return "", hinted{usageError{errors.New("no password was given")}, "pass it on standard input with --password-stdin"}
	}
	line, err := bufio.NewReader(s.stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func (s *session) setPassword(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	password, err := s.password(cmd)
	if err != nil {
		return err
	}
	return outlasted(ctx, a.accounts.SetPassword(ctx, stringFlag(cmd, "email"), password))
}

// outlasted is the outcome of an act that shuts somebody out, once no server beside this command believes any more
// what it read before; so the next request after the command is refused.
func outlasted(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	select {
	case <-time.After(store.Believed):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *session) listUsers(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	users, err := a.accounts.Users(ctx)
	if err != nil {
		return err
	}
	type item struct {
		ID            string `json:"id"`
		Email         string `json:"email"`
		Name          string `json:"name"`
		Administrator bool   `json:"administrator"`
		Disabled      bool   `json:"disabled"`
	}
	items, rows := []item{}, [][]string{}
	for _, u := range users {
		items = append(items, item{u.ID, u.Email, u.Name, u.Administrator, !u.Disabled.IsZero()})
		role, state := "user", "active"
		if u.Administrator {
			role = "administrator"
		}
		if !u.Disabled.IsZero() {
			state = "disabled"
		}
		rows = append(rows, []string{u.Email, u.Name, role, state})
	}
	return s.list(wantsJSON(cmd), items, "EMAIL\tNAME\tROLE\tSTATE", rows)
}

func (s *session) tokenCommand() *cobra.Command {
	return group("token", "API tokens",
		needFlags(&cobra.Command{Use: "add", Short: "Make a token and print it alone; it is shown once", Args: exactly(0),
			RunE: s.with(func(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
				u, err := a.accounts.ByEmail(ctx, stringFlag(cmd, "email"))
				if err != nil {
					return err
				}
				plain, _, err := a.accounts.AddToken(ctx, accounts.Actor{User: u}, stringFlag(cmd, "name"))
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(s.stdout, plain)
				return err
			})}, [2]string{"email", "whose token"}, [2]string{"name", "what it is for"}),
		jsonFlag(&cobra.Command{Use: "list", Short: "List tokens", Args: exactly(0), RunE: s.with(s.listTokens)}),
		&cobra.Command{Use: "revoke ID", Short: "End a token", Args: exactly(1),
			RunE: s.with(func(ctx context.Context, a *app, _ *cobra.Command, args []string) error {
				return outlasted(ctx, a.accounts.RevokeTokenByID(ctx, args[0]))
			})})
}

func (s *session) listTokens(ctx context.Context, a *app, cmd *cobra.Command, _ []string) error {
	tokens, err := a.accounts.AllTokens(ctx)
	if err != nil {
		return err
	}
	users, err := a.accounts.Users(ctx)
	if err != nil {
		return err
	}
	emails := map[string]string{}
	for _, u := range users {
		emails[u.ID] = u.Email
	}
	type item struct {
		ID      string    `json:"id"`
		Email   string    `json:"email"`
		Name    string    `json:"name"`
		Created time.Time `json:"created_at"`
		Revoked bool      `json:"revoked"`
	}
	items, rows := []item{}, [][]string{}
	for _, t := range tokens {
		items = append(items, item{t.ID, emails[t.User], t.Name, t.Created, !t.Revoked.IsZero()})
		state := "active"
		if !t.Revoked.IsZero() {
			state = "revoked"
		}
		rows = append(rows, []string{t.ID, emails[t.User], t.Name, state})
	}
	return s.list(wantsJSON(cmd), items, "ID\tEMAIL\tNAME\tSTATE", rows)
}
