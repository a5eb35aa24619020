package certificates

import "strings"

// Lines are the lines above the signature, from the top: TM. over KT. over the title (NĐ 30/2020, annex
// 1). Block is split at line breaks, " / " and " – "; the title follows unless one of those lines
// already says it.
func (s Signer) Lines() []string {
	var lines []string
	rest := strings.NewReplacer("\r\n", "\n", "\r", "\n", " / ", "\n", " – ", "\n").Replace(s.Block)
	said := false
	for line := range strings.SplitSeq(rest, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		said = said || strings.EqualFold(line, strings.TrimSpace(s.Title))
		lines = append(lines, line)
	}
	if title := strings.TrimSpace(s.Title); title != "" && !said {
		lines = append(lines, title)
	}
	return lines
}
