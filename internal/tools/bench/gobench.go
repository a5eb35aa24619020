package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// goBenchmarks runs Go benchmarks that stand beside the code they measure and returns the nanoseconds of an
// operation by name, without the suffix of processors.
func (b *bench) goBenchmarks(ctx context.Context, pattern string, packages ...string) (map[string][]float64, error) {
	arguments := []string{"test", "-run", "^$", "-bench", pattern, "-benchtime", b.long.String(), "-count", strconv.Itoa(b.rounds)}
	cmd := exec.CommandContext(ctx, "go", append(arguments, packages...)...)
	cmd.Dir = b.root
	text, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("run the Go benchmarks %s: %w\n%s", pattern, err, text)
	}
	return readBenchmarks(text)
}

// readBenchmarks reads what go test -bench prints.
func readBenchmarks(text []byte) (map[string][]float64, error) {
	found := map[string][]float64{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") || fields[3] != "ns/op" {
			continue
		}
		ns, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			return nil, fmt.Errorf("read benchmark %s: %w", fields[0], err)
		}
		name := fields[0]
		if dash := strings.LastIndexByte(name, '-'); dash > 0 {
			if _, err := strconv.Atoi(name[dash+1:]); err == nil {
				name = name[:dash]
			}
		}
		found[name] = append(found[name], ns)
	}
	return found, nil
}

// scaled multiplies each value.
func scaled(values []float64, by float64) []float64 {
	all := make([]float64, len(values))
	for n, v := range values {
		all[n] = v * by
	}
	return all
}

// inMilliseconds is the row of a benchmark, or one that says that nobody has written it.
func inMilliseconds(found map[string][]float64, name, what string, mark float64) row {
	values := found[name]
	if len(values) == 0 {
		return unmeasured(what, fmt.Sprintf("at most %g ms", mark), "not built yet, "+name+" does not exist")
	}
	r := atMost(what, scaled(values, 1e-6), mark, "ms")
	r.reference = name
	return r
}

// ranking measures what a ranking takes: reading the totals, and ranking with all rules of equal points.
func ranking(ctx context.Context, b *bench) ([]row, error) {
	found, err := b.goBenchmarks(ctx, "^(BenchmarkRank|BenchmarkSealedTotals)$/^(500x11|34000x11|sqlite)$", "./judging", "./internal/store")
	if err != nil {
		return nil, err
	}
	whole := map[string][]float64{}
	totals, rank := found["BenchmarkSealedTotals/sqlite"], found["BenchmarkRank/500x11"]
	for n := range min(len(totals), len(rank)) {
		whole["totals and ranks"] = append(whole["totals and ranks"], totals[n]+rank[n])
	}
	return []row{
		inMilliseconds(found, "BenchmarkSealedTotals/sqlite", "ranking 500 x 11: reading the sheets' totals", 1),
		inMilliseconds(found, "BenchmarkRank/500x11", "ranking 500 x 11: placing, equal points broken", 1),
		inMilliseconds(whole, "totals and ranks", "ranking 500 x 11 x 12 from what the database holds", 10),
		inMilliseconds(found, "BenchmarkRank/34000x11", "ranking 34,000 entries", 50),
	}, nil
}

// bootstrap measures the resamples of a ranking and of Krippendorff's alpha.
func bootstrap(ctx context.Context, b *bench) ([]row, error) {
	found, err := b.goBenchmarks(ctx, "^(BenchmarkBootstrapRanks|BenchmarkBootstrapAlpha)$", "./judging")
	if err != nil {
		return nil, err
	}
	return []row{
		inMilliseconds(found, "BenchmarkBootstrapRanks/500x11x10000", "bootstrap of ranks, 10,000 resamples", 60),
		withoutMark(found, "BenchmarkBootstrapRanks/500x11x10000-holes", "bootstrap of ranks, 10,000 resamples, one total in 20 missing"),
		withoutMark(found, "BenchmarkBootstrapRanks/34000x7x1000", "bootstrap of ranks, 34,000 x 7, 1,000 resamples"),
		withoutMark(found, "BenchmarkBootstrapAlpha", "bootstrap of both alphas, 10,000 resamples"),
	}, nil
}

// withoutMark is the row of a benchmark for which nothing is aimed at.
func withoutMark(found map[string][]float64, name, what string) row {
	r := inMilliseconds(found, name, what, 0)
	r.mark, r.reached = "none", unknowns
	return r
}

// bulk measures certificates beside pages of the same look that gofpdf draws one by one.
func bulk(ctx context.Context, b *bench) ([]row, error) {
	found, err := b.goBenchmarks(ctx, "^(BenchmarkRender|BenchmarkRenderPlain)$", "./certificates/pdf")
	if err != nil {
		return nil, err
	}
	ours, plain := found["BenchmarkRender"], found["BenchmarkRenderPlain"]
	beside := unmeasured("a certificate, times faster than plain gofpdf", "at least 10.00", "BenchmarkRenderPlain does not exist")
	if len(plain) > 0 && len(ours) > 0 {
		beside = atLeast("a certificate, times faster than plain gofpdf",
			&series{perSecond: inverse(ours)}, &series{name: "plain gofpdf", perSecond: inverse(plain)}, 10)
	}
	if len(ours) == 0 {
		return []row{beside, unmeasured("10,000 certificates", "at most 25 s", "BenchmarkRender does not exist")}, nil
	}
	return []row{beside, atMost("10,000 certificates", scaled(ours, 1e-9*10_000), 25, "s of one core")}, nil
}

// inverse makes operations a second of nanoseconds an operation.
func inverse(nanoseconds []float64) []float64 {
	all := make([]float64, len(nanoseconds))
	for n, ns := range nanoseconds {
		all[n] = 1e9 / ns
	}
	return all
}
