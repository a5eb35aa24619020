// Command dist builds the program as one static file for each kind of Linux machine, with a list of what is in it
// (CycloneDX) and checksums. The same sources, Go and C compiler give the same bytes in any folder.
//
//	dist -version v1.2.3 -out bin/dist amd64 arm64
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"debug/elf"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// compilers are the C compilers by machine; CC_amd64 and the like in the environment name others.
var compilers = map[string]string{"amd64": "x86_64-linux-gnu-gcc", "arm64": "aarch64-linux-gnu-gcc"}

// checkout is the top of the repository, from the folder of the tools.
const checkout = "../.."

func main() {
	version := flag.String("version", "unknown", "version that the program prints")
	out := flag.String("out", "bin/dist", "folder, from the top of the checkout")
	flag.Parse()
	if err := run(*version, filepath.Join(checkout, *out), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(version, out string, machines []string) error {
	if len(machines) == 0 {
		return errors.New("usage: dist [-version V] [-out FOLDER] MACHINE")
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, machine := range machines {
		for _, program := range []string{"vinhdanh", "vinhdanh-verify"} {
			name := program + "-linux-" + machine
			file := filepath.Join(out, name)
			if err := build(program, version, machine, file); err != nil {
				return fmt.Errorf("build %s: %w", name, err)
			}
			list, err := inventory(program, version, machine, file)
			if err != nil {
				return fmt.Errorf("list what is in %s: %w", name, err)
			}
			if err := os.WriteFile(file+".cdx.json", list, 0o644); err != nil {
				return err
			}
			for _, made := range []string{file, file + ".cdx.json"} {
				bytes, err := os.ReadFile(made)
				if err != nil {
					return err
				}
				fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(bytes), filepath.Base(made))
			}
			fmt.Println("dist:", file)
		}
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), sums.Bytes(), 0o644)
}

// compiler is the C compiler for a machine.
func compiler(machine string) (string, error) {
	name := os.Getenv("CC_" + machine)
	if name == "" {
		name = compilers[machine]
	}
	if name == "" {
		return "", fmt.Errorf("no compiler is known for %q; name it by CC_%s", machine, machine)
	}
	if _, err := exec.LookPath(name); err == nil {
		return name, nil
	}
	if machine == runtime.GOARCH {
		return "gcc", nil
	}
	return "", fmt.Errorf("%s is missing; on Debian: apt-get install gcc-%s libc6-dev-%s-cross", name,
		strings.TrimSuffix(strings.ReplaceAll(name, "x86_64", "x86-64"), "-gcc"), machine)
}

// build links everything in, the C library too, and leaves out symbols, build ids and paths of this machine.
func build(program, version, machine, file string) error {
	cc, err := compiler(machine)
	if err != nil {
		return err
	}
	whole, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	// netgo and osusergo look names up without the C library, which a static program could not load parts of;
	// SQLite's extensions would need them too, and nothing loads any.
	cmd := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-buildvcs=false",
		"-tags", "netgo,osusergo,sqlite_omit_load_extension,notoken",
		"-ldflags", "-s -w -buildid= -X main.version="+version+" -linkmode external -extldflags '-static -Wl,--build-id=none'",
		"-o", whole, "./cmd/"+program)
	cmd.Dir = checkout
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS=linux", "GOARCH="+machine, "CC="+cc, "CGO_CFLAGS=-O2 -g0 -DHAVE_FDATASYNC=1 -DSQLITE_ENABLE_QPSG=1", "GOFLAGS=")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	return checkStatic(file, machine)
}

// checkStatic refuses a program for another machine, or one that loads anything when it starts.
func checkStatic(file, machine string) error {
	f, err := elf.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if want := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[machine]; f.Machine != want {
		return fmt.Errorf("it is for %s", f.Machine)
	}
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return errors.New("it is not static")
		}
	}
	return nil
}

// modules reads what Go noted in the program about where it comes from.
func modules(file string) (*buildinfo.BuildInfo, error) { return buildinfo.ReadFile(file) }
