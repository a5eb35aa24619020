package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	goodPassword = "nón lá làng Chuông"
	newPassword  = " chiếu cói Nga Sơn "
)

// rows reads the items of a listing in JSON; no other key may stand beside them.
func rows(t *testing.T, text string) []map[string]any {
	t.Helper()
	var got struct {
		Items []map[string]any `json:"items"`
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&got); err != nil || got.Items == nil {
		t.Fatalf("%v in %s", err, text)
	}
	return got.Items
}

func TestUsers(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	user := func(stdin, verb string, more ...string) called {
		t.Helper()
		return call(t, stdin, append([]string{"user", verb, "--data", data}, more...)...)
	}
	if list := rows(t, user("", "list", "--json").out); len(list) != 0 {
		t.Errorf("a new installation has %v", list)
	}
	lan := []string{"--email", "LAN@thu.vn", "--name", "Nguyễn Thị Lan <b>"}
	user("", "add", lan...).says(t, exitUsage, "no password was given", "--password-stdin")
	user("", "add", append(lan, "--password", goodPassword)...).says(t, exitUsage, "unknown flag: --password")
	user("ngắn\n", "add", append(lan, "--password-stdin")...).says(t, exitFailed, "\n  password: ")
	user("", "add", append(lan, "--password-stdin")...).says(t, exitFailed, "\n  password: ")
	user(goodPassword, "add", append(lan, "--role", "judge", "--password-stdin")...).says(t, exitUsage, `"judge" is neither`)
	user(goodPassword, "add", "--email", "lan", "--name", "Lan", "--password-stdin").says(t, exitFailed, "\n  email: ")
	user(goodPassword+"\r\nmore", "add", append(lan, "--role", "administrator", "--password-stdin")...).says(t, exitDone)
	user(goodPassword, "add", append(lan, "--password-stdin")...).says(t, exitFailed, "lan@thu.vn")
	user(goodPassword, "add", "--email", "hoa@thu.vn", "--name", "Hoa", "--password-stdin", "--organiser", "so-moi").says(t, exitDone)
	user("", "disable", "--email", "hoa@thu.vn").says(t, exitDone)
	user("", "disable", "--email", "nix@thu.vn").says(t, exitFailed, "There is no such item")

	a := opened(t, data, false)
	signIn := func(email, password string, want bool) {
		t.Helper()
		if _, _, err := a.accounts.SignIn(t.Context(), email, password, ""); (err == nil) != want {
			t.Errorf("%s with %q: %v", email, password, err)
		}
	}
	signIn("lan@thu.vn", goodPassword, true)
	signIn("hoa@thu.vn", goodPassword, false)
	user("", "password", "--email", "lan@thu.vn").says(t, exitUsage, "no password was given")
	user(newPassword+"\n", "password", "--email", "lan@thu.vn", "--password-stdin").says(t, exitDone)
	signIn("lan@thu.vn", goodPassword, false)
	signIn("lan@thu.vn", newPassword, true)

	list := rows(t, user("", "list", "--json").out)
	for _, x := range list {
		if id, ok := x["id"].(string); !ok || len(id) != 26 {
			t.Errorf("id %v", x["id"])
		}
		delete(x, "id")
	}
	want := []map[string]any{
		{"email": "hoa@thu.vn", "name": "Hoa", "administrator": false, "disabled": true},
		{"email": "lan@thu.vn", "name": "Nguyễn Thị Lan <b>", "administrator": true, "disabled": false},
	}
	if list[0]["email"] != "hoa@thu.vn" {
		list[0], list[1] = list[1], list[0]
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
	if out := user("", "list").out; !strings.HasPrefix(out, "EMAIL ") || !strings.Contains(out, "disabled\n") || strings.Contains(out, "argon2") {
		t.Error(out)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	call(t, goodPassword, "user", "add", "--data", data, "--email", "lan@thu.vn", "--name", "Lan", "--password-stdin").says(t, exitDone)
	plain := strings.TrimSuffix(done(t, "token", "add", "--data", data, "--email", "Lan@thu.vn", "--name", "máy chấm"), "\n")
	a := opened(t, data, false)
	who, err := a.accounts.ByToken(t.Context(), plain)
	if err != nil || who.User.Email != "lan@thu.vn" {
		t.Fatalf("%q is of %+v, %v", plain, who, err)
	}
	call(t, "", "token", "add", "--data", data, "--email", "nix@thu.vn", "--name", "x").says(t, exitFailed, "There is no such item")
	call(t, "", "token", "add", "--data", data, "--email", "lan@thu.vn", "--name", " ").says(t, exitFailed, "\n  name: ")
	read := func() map[string]any {
		t.Helper()
		text := done(t, "token", "list", "--data", data, "--json")
		list := rows(t, text)
		if len(list) != 1 || strings.Contains(text, plain) || strings.Contains(done(t, "token", "list", "--data", data), plain) {
			t.Fatal(text)
		}
		if at, ok := list[0]["created_at"].(string); !ok || !strings.HasSuffix(at, "Z") {
			t.Errorf("created_at %v", list[0]["created_at"])
		} else if _, err := time.Parse(time.RFC3339, at); err != nil {
			t.Error(err)
		}
		delete(list[0], "created_at")
		return list[0]
	}
	want := map[string]any{"id": who.Token, "email": "lan@thu.vn", "name": "máy chấm", "revoked": false}
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Error(diff)
	}
	done(t, "token", "revoke", who.Token, "--data", data)
	want["revoked"] = true
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Error(diff)
	}
	if _, err := a.accounts.ByToken(t.Context(), plain); err == nil {
		t.Error("the revoked token lets in")
	}
	call(t, "", "token", "revoke", who.Token, "--data", data).says(t, exitFailed, "There is no such item")
}
