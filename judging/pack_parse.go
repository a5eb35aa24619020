package judging

import "vinhdanh/internal/fault"

// The limits of a rule pack: far above any award seen, low enough to keep a hostile file small.
const (
	// MaxPackBytes is the largest rule pack that is read, in bytes.
	MaxPackBytes = 256 << 10

	maxListed      = 50   // product groups, entity kinds, documents, prizes, required fields
	maxTopCriteria = 20   // top-level criteria
	maxLeaves      = 200  // marked criteria of one product group
	maxDepth       = 3    // levels of criteria
	maxPasses      = 5    // times that the jury scores
	maxNameLength  = 300  // characters of a name
	maxGuideLength = 2000 // characters of a mark guide
)

// ParsePack reads a rule pack strictly, fills in the defaults and checks it whole. A pack that cannot be
// read at all is a Malformed fault "unreadable_json", one over MaxPackBytes a TooLarge fault
// "pack_too_large"; everything else that is wrong comes in one Invalid fault whose fields are JSON
// paths ("criteria[1].children[3].max").
func ParsePack(data []byte) (*Pack, error) {
	if len(data) > MaxPackBytes {
		return nil, fault.New(fault.TooLarge, "pack_too_large", "max", MaxPackBytes)
	}
	tree, err := readTree(data)
	if err != nil {
		return nil, fault.New(fault.Malformed, "unreadable_json")
	}
	r := &packReader{}
	p := r.pack(tree)
	checkPack(p, &r.faults)
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// defaultPack holds what a pack that leaves a field out gets.
func defaultPack() *Pack {
	return &Pack{
		Title: Name{"Sản phẩm tiêu biểu", "Honoured product"},
		Levels: []Coded{
			{"commune", Name{"cấp xã", "commune level"}},
			{"province", Name{"cấp tỉnh", "provincial level"}},
			{"region", Name{"cấp khu vực", "regional level"}},
			{"nation", Name{"cấp quốc gia", "national level"}},
		},
		Documents:       []DocumentRule{},
		RequiredFields:  []string{},
		CriteriaByGroup: map[string][]Criterion{},
		Passes:          1,
		Aggregation:     Mean,
		Jury:            JurySize{Min: 1},
		Council:         CouncilRule{Quorum: Fraction{2, 3}, Majority: Fraction{1, 2}},
		Prizes:          []Prize{},
		Certificate:     Validity{ValidTo: ValidToYearEnd, Years: 4},
		Periods:         Periods{ComplaintDays: 15, ReplyDays: 10},
	}
}

func (r *packReader) pack(v any) *Pack {
	p := defaultPack()
	required := []string{
		"id", "version", "name", "product_groups", "entity_kinds", "criteria", "step", "pass_mark", "tie_order",
	}
	codedList := func(path string, v any) []Coded { return readList(r, path, v, 1, maxListed, r.coded) }
	r.object("", v, required, visit{
		"id":              func(path string, v any) { p.ID = r.match(path, v, packIDPattern, "bad_code") },
		"version":         func(path string, v any) { p.Version = r.code(path, v) },
		"name":            func(path string, v any) { p.Name = r.name(path, v) },
		"title":           func(path string, v any) { p.Title = r.name(path, v) },
		"levels":          func(path string, v any) { p.Levels = codedList(path, v) },
		"product_groups":  func(path string, v any) { p.ProductGroups = codedList(path, v) },
		"entity_kinds":    func(path string, v any) { p.EntityKinds = codedList(path, v) },
		"documents":       func(path string, v any) { p.Documents = readList(r, path, v, 0, maxListed, r.document) },
		"required_fields": func(path string, v any) { p.RequiredFields = readList(r, path, v, 0, maxListed, r.requiredField) },
		"criteria":        func(path string, v any) { p.Criteria = r.criteria(path, v) },
		"criteria_by_group": func(path string, v any) {
			p.CriteriaByGroup = readByGroup(r, path, v, r.criteria)
		},
		"step":      func(path string, v any) { p.Step = r.positive(path, v) },
		"pass_mark": func(path string, v any) { p.PassMark = r.points(path, v) },
		"passes":    func(path string, v any) { p.Passes = r.integer(path, v, 1, maxPasses) },
		"aggregation": func(path string, v any) {
			p.Aggregation = r.oneOf(path, v, "unknown_aggregation", Mean, MeanDropExtremes)
		},
		"tie_order": func(path string, v any) {
			p.TieOrder = readList(r, path, v, 1, maxTopCriteria+2, func(path string, v any) string { return r.text(path, v, 64) })
		},
		"jury":        func(path string, v any) { p.Jury = r.jury(path, v, p.Jury) },
		"council":     func(path string, v any) { p.Council = r.council(path, v, p.Council) },
		"quota":       func(path string, v any) { p.Quota = r.quota(path, v) },
		"prizes":      func(path string, v any) { p.Prizes = readList(r, path, v, 0, maxListed, r.prize) },
		"certificate": func(path string, v any) { p.Certificate = r.validity(path, v, p.Certificate) },
		"periods":     func(path string, v any) { p.Periods = r.periods(path, v, p.Periods) },
	})
	return p
}

// readByGroup reads an object whose members are product groups; checkPack looks whether they exist.
func readByGroup[T any](r *packReader, path string, v any, one func(path string, v any) T) map[string]T {
	byGroup := map[string]T{}
	object, ok := v.(*jsonObject)
	if !ok {
		r.wrong(path, "object")
		return byGroup
	}
	for _, m := range object.members {
		if _, twice := byGroup[m.name]; twice {
			r.faults.Add(below(path, m.name), "duplicate_field")
			continue
		}
		byGroup[m.name] = one(below(path, m.name), m.value)
	}
	return byGroup
}

func (r *packReader) document(path string, v any) DocumentRule {
	d := DocumentRule{Min: 1, EntityKinds: []string{}, ProductGroups: []string{}}
	r.object(path, v, []string{"kind", "name"}, visit{
		"kind":           func(path string, v any) { d.Kind = r.code(path, v) },
		"name":           func(path string, v any) { d.Name = r.name(path, v) },
		"min":            func(path string, v any) { d.Min = r.integer(path, v, 0, 100) },
		"entity_kinds":   func(path string, v any) { d.EntityKinds = r.codes(path, v) },
		"product_groups": func(path string, v any) { d.ProductGroups = r.codes(path, v) },
	})
	return d
}

func (r *packReader) requiredField(path string, v any) string {
	return r.oneOf(path, v, "unknown_nomination_field", nominationFields()...)
}

func (r *packReader) criteria(path string, v any) []Criterion {
	return readList(r, path, v, 1, maxTopCriteria, func(path string, v any) Criterion { return r.criterion(path, v, 1) })
}

func (r *packReader) criterion(path string, v any, depth int) (c Criterion) {
	r.object(path, v, []string{"code", "name", "max"}, visit{
		"code": func(path string, v any) { c.Code = r.code(path, v) },
		"name": func(path string, v any) { c.Name = r.name(path, v) },
		"max":  func(path string, v any) { c.Max = r.positive(path, v) },
		"guide": func(path string, v any) {
			guide := r.texts(path, v, maxGuideLength)
			c.Guide = &guide
		},
		"bands": func(path string, v any) { c.Bands = readList(r, path, v, 1, maxBands, r.band) },
		"children": func(path string, v any) {
			if list, ok := v.([]any); ok && len(list) > 0 && depth == maxDepth {
				r.faults.Add(path, "too_deep", "max", maxDepth)
				return
			}
			c.Children = readList(r, path, v, 0, maxLeaves, func(path string, v any) Criterion { return r.criterion(path, v, depth+1) })
		},
	})
	return c
}

func (r *packReader) jury(path string, v any, j JurySize) JurySize {
	r.object(path, v, nil, visit{
		"min": func(path string, v any) { j.Min = r.integer(path, v, 1, 100) },
		"max": func(path string, v any) { j.Max = r.integer(path, v, 1, 100) },
	})
	return j
}

func (r *packReader) council(path string, v any, c CouncilRule) CouncilRule {
	r.object(path, v, nil, visit{
		"quorum":   func(path string, v any) { c.Quorum = r.fraction(path, v) },
		"majority": func(path string, v any) { c.Majority = r.fraction(path, v) },
	})
	return c
}

func (r *packReader) quota(path string, v any) *Quota {
	const most = 100_000
	if _, ok := v.(*jsonObject); ok {
		return &Quota{ByGroup: readByGroup(r, path, v, func(path string, v any) int { return r.integer(path, v, 0, most) })}
	}
	return &Quota{Overall: r.integer(path, v, 0, most)}
}

func (r *packReader) prize(path string, v any) (z Prize) {
	r.object(path, v, []string{"code", "name", "count"}, visit{
		"code":  func(path string, v any) { z.Code = r.code(path, v) },
		"name":  func(path string, v any) { z.Name = r.name(path, v) },
		"count": func(path string, v any) { z.Count = r.integer(path, v, 1, 10_000) },
		"cash":  func(path string, v any) { z.Cash = r.match(path, v, cashPattern, "not_an_amount") },
	})
	return z
}

func (r *packReader) validity(path string, v any, c Validity) Validity {
	r.object(path, v, nil, visit{
		"valid_to": func(path string, v any) { c.ValidTo = r.oneOf(path, v, "unknown_validity", ValidToYearEnd) },
		"years":    func(path string, v any) { c.Years = r.integer(path, v, 1, 50) },
	})
	return c
}

func (r *packReader) periods(path string, v any, p Periods) Periods {
	r.object(path, v, nil, visit{
		"complaint_days": func(path string, v any) { p.ComplaintDays = r.integer(path, v, 0, 365) },
		"reply_days":     func(path string, v any) { p.ReplyDays = r.integer(path, v, 0, 365) },
	})
	return p
}
