package judging

import "cmp"

// rules checks the frozen pack against its leaf, and what the edition is called.
func (c *bundleCheck) rules() {
	r, e := &c.b.Rules, &c.b.Edition
	canonical, err := canonicalJSON(r.Pack)
	if err == nil {
		c.pack, err = ParsePack(canonical)
	}
	if err != nil {
		c.note("changed", "rules", "", "pack: %v", err)
	}
	if sum := hexSum(string(canonical)); sum != r.SHA256 {
		c.note("changed", "rules", "", "pack: its SHA-256 is %s, the file says %s", sum, r.SHA256)
	}
	record := c.open(&r.Leaf, "rules", "", "editions", e.ID)
	if record == nil {
		return
	}
	c.differ("rules", "", "kind", "rules.frozen", record.Kind)
	c.differ("rules", "", "pack's SHA-256", hexSum(string(canonical)), body(record, "rules_sha256"))
	c.differ("edition", e.ID, "slug", e.Slug, body(record, "slug"))
	c.differ("edition", e.ID, "number", e.Number, body(record, "number"))
	c.differ("edition", e.ID, "year", e.Year, body(record, "year"))
	c.differ("edition", e.ID, "level", e.Level, body(record, "level"))
	c.text(record, "edition", e.ID, "name", e.Name)
}

// judges checks that every pseudonym stands where its binding puts it.
func (c *bundleCheck) judges() {
	for i, j := range c.b.Judges {
		if want := judgeBinding(c.b.Rules.Leaf.Nonce, j.ID); j.Binding != want {
			c.note("changed", "judge", j.Judge, "binding: %s, its id gives %s", j.Binding, want)
		}
		if want := pseudonym(i); j.Judge != want {
			c.note("changed", "judge", j.Judge, "pseudonym: the order of the bindings gives %s", want)
		}
		if i > 0 && cmp.Compare(c.b.Judges[i-1].Binding, j.Binding) >= 0 {
			c.note("changed", "judge", j.Judge, "binding: the judges do not stand in the order of their bindings")
		}
		if _, twice := c.judgeNames[j.ID]; twice || c.judgeIDs[j.Judge] != "" {
			c.note("extra", "judge", j.Judge, "")
			continue
		}
		c.judgeIDs[j.Judge], c.judgeNames[j.ID] = j.ID, j.Judge
	}
}

// nominations checks every entry against its leaf.
func (c *bundleCheck) nominations() {
	for i := range c.b.Nominations {
		n := &c.b.Nominations[i]
		if c.entries[n.ID] != nil {
			c.note("extra", "nomination", n.ID, "")
			continue
		}
		c.entries[n.ID] = n
		record := c.open(&n.Leaf, "nomination", n.ID, "nominations", n.ID)
		if record == nil {
			continue
		}
		c.differ("nomination", n.ID, "edition", c.b.Edition.ID, body(record, "edition"))
		c.differ("nomination", n.ID, "entry code", n.EntryCode, body(record, "entry_code"))
		c.differ("nomination", n.ID, "product group", n.ProductGroup, body(record, "product_group"))
		c.differ("nomination", n.ID, "state", string(NominationEligible), body(record, "state"))
		c.text(record, "nomination", n.ID, "product", n.Product)
		if c.pack != nil && !c.pack.HasGroup(n.ProductGroup) {
			c.note("refused", "nomination", n.ID, "product group: the rules know no %q", n.ProductGroup)
		}
	}
}

// group is the product group of an entry by its record, "" when it is not in the bundle or the rules do not
// know it.
func (c *bundleCheck) group(nomination string) string {
	n := c.entries[nomination]
	if n == nil || c.pack == nil {
		return ""
	}
	group := n.ProductGroup
	if record, err := openLeaf(&n.Leaf); err == nil {
		group, _ = body(record, "product_group").(string)
	}
	if !c.pack.HasGroup(group) {
		return ""
	}
	return group
}
