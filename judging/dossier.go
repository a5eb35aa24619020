package judging

import (
	"slices"
	"strings"
)

// DocumentGap is a kind of paper of which a dossier has fewer than it needs.
type DocumentGap struct {
	Kind string
	Need int
	Have int
}

// DossierGaps lists what a dossier still lacks, in the order of the pack; have counts its papers by kind.
// When several rules for one kind apply, the largest number holds. A rule bound to entity kinds or product
// groups does not apply while the nomination has not named its own.
func DossierGaps(p *Pack, entityKind, group string, have map[string]int) []DocumentGap {
	var gaps []DocumentGap
	for _, d := range p.Documents {
		if !d.appliesTo(entityKind, group) || have[d.Kind] >= d.Min {
			continue
		}
		if i := slices.IndexFunc(gaps, func(g DocumentGap) bool { return g.Kind == d.Kind }); i >= 0 {
			gaps[i].Need = max(gaps[i].Need, d.Min)
			continue
		}
		gaps = append(gaps, DocumentGap{Kind: d.Kind, Need: d.Min, Have: have[d.Kind]})
	}
	return gaps
}

func (d DocumentRule) appliesTo(entityKind, group string) bool {
	return (len(d.EntityKinds) == 0 || slices.Contains(d.EntityKinds, entityKind)) &&
		(len(d.ProductGroups) == 0 || slices.Contains(d.ProductGroups, group))
}

// MissingFields lists the fields that a nomination must have before it is submitted and has not, by their
// contract path: the product group, the producer's name and kind, then the pack's required fields. A
// blank value is missing.
func MissingFields(p *Pack, fields map[string]string) []string {
	var missing []string
	for _, f := range append([]string{"product_group", "producer.name", "producer.entity_kind"}, p.RequiredFields...) {
		if strings.TrimSpace(fields[f]) == "" && !slices.Contains(missing, f) {
			missing = append(missing, f)
		}
	}
	return missing
}
