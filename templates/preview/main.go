// Command preview writes every page in both languages, with invented content, into a folder that any file
// server can show. It knows the samples; it refuses to know the real program.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
	"vinhdanh/templates/samples"
)

// photo stands for a product's photo.
const photo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"><rect width="640" height="400" fill="#e3cfa6"/><path d="M0 300h640v100H0z" fill="#b98a4a"/><path d="M285 60h70v60q35 25 35 70v150q0 20-20 20H270q-20 0-20-20V190q0-45 35-70z" fill="#5a2b16"/><path d="M250 210h140v90H250z" fill="#9a1b1f"/><path d="M280 240h80M290 262h60" stroke="#f7e3a8" stroke-width="8"/><path d="M280 40h80v26h-80z" fill="#c9a44a"/></svg>`

func main() {
	out := flag.String("out", "data/preview", "the folder to write")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "preview:", err)
		os.Exit(1)
	}
}

func write(out string) error {
	if !templates.Built() {
		return fmt.Errorf("the assets are not built: run go run ./templates/build")
	}
	if err := os.RemoveAll(out); err != nil {
		return fmt.Errorf("empty %s: %w", out, err)
	}
	if err := os.CopyFS(filepath.Join(out, "assets"), templates.Assets()); err != nil {
		return fmt.Errorf("copy assets: %w", err)
	}
	if err := os.WriteFile(filepath.Join(out, "photo.svg"), []byte(photo), 0o644); err != nil {
		return fmt.Errorf("write photo: %w", err)
	}
	if err := os.WriteFile(filepath.Join(out, "first.txt"), []byte(strings.Join(firsts(), "\n")), 0o644); err != nil {
		return fmt.Errorf("write list: %w", err)
	}
	words := i18n.New()
	for _, lang := range i18n.Languages() {
		if err := writeLanguage(filepath.Join(out, lang), words, lang); err != nil {
			return err
		}
	}
	return nil
}

// firsts are the names of the first sample of each page type.
func firsts() (names []string) {
	seen := map[reflect.Type]bool{}
	for _, s := range samples.All() {
		if kind := reflect.TypeOf(s.Page); !seen[kind] {
			seen[kind] = true
			names = append(names, s.Name)
		}
	}
	return names
}

func writeLanguage(out string, words *i18n.Translator, lang string) error {
	set, err := templates.Load(lang, samples.Words(words, lang))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	for _, s := range samples.All() {
		f, err := os.Create(filepath.Join(out, s.Name+".html"))
		if err != nil {
			return fmt.Errorf("create page: %w", err)
		}
		if err := set.Render(f, s.Page); err != nil {
			f.Close()
			return err
		}
		if err := f.Close(); err != nil {
			return fmt.Errorf("write page: %w", err)
		}
	}
	return nil
}
