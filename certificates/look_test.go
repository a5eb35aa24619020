package certificates_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// statementOf is what an issued certificate says.
func (o *office) statementOf(c certificates.Certificate) certificates.Statement {
	o.Helper()
	st, err := certificates.ReadStatement(c.Statement)
	o.ok(err)
	return st
}

// TestLookCountsFromThenOn: what is issued takes the look of its edition; choosing another later leaves it as it is.
func TestLookCountsFromThenOn(t *testing.T) {
	o := newOffice(t, "Tương", "Nem")
	first, err := o.s.Look(t.Context(), o.clerk, slug)
	o.ok(err)
	if first.Design != certificates.DefaultDesign || first.Language != "" || first.Offline {
		t.Errorf("nobody chose, and the look is %+v", first)
	}
	picture := []byte("a clean PNG")
	seal := certificates.NewPicture(picture).SHA256
	_, err = o.s.AddPicture(t.Context(), o.clerk, slug, "seal", picture)
	o.refused(err, "forbidden")
	if _, err = o.s.AddPicture(t.Context(), o.head, slug, "cover", picture); fault.KindOf(err) != fault.Invalid {
		t.Errorf("another kind of picture: %v", err)
	}
	added, err := o.s.AddPicture(t.Context(), o.head, slug, "seal", picture)
	o.ok(err)
	if kept, err := o.s.Picture(t.Context(), added.Seal); err != nil || string(kept) != string(picture) || added.Seal != seal {
		t.Errorf("kept %q as %s (%v)", kept, added.Seal, err)
	}

	want := certificates.Look{Design: "modern-1", Language: certificates.LanguageBoth, Place: "Phố Nối", Authority: "Sở Công Thương", Seal: seal,
		Signer: certificates.Signer{Name: "Lê B", Title: "Giám đốc", Block: "KT."}}
	_, err = o.s.SetLook(t.Context(), o.clerk, slug, want)
	o.refused(err, "forbidden")
	chosen, err := o.s.SetLook(t.Context(), o.head, slug, want)
	o.ok(err)
	want.Edition, want.By, want.At = chosen.Edition, o.head.User.ID, chosen.At
	if got, err := o.s.Look(t.Context(), o.clerk, slug); err != nil || !cmp.Equal(got, want) || got.At.IsZero() {
		t.Errorf("kept %+v (%v), want %+v", got, err, want)
	}
	o.issueAll("2026-11-27")
	before := o.register()
	st := o.statementOf(before[0].Certificate)
	if st.Design != "modern-1" || st.Language != "vi-en" || st.Place != "Phố Nối" || st.Seal != seal || st.OfflineKey != 0 {
		t.Errorf("issued with %+v", st)
	}
	if st.Authority != "UBND tỉnh" || st.Signer.Name != "Nguyễn A" {
		t.Errorf("the decision's signer gave way to the look's: %+v", st.Signer)
	}

	_, err = o.s.SetLook(t.Context(), o.head, slug, certificates.Look{Design: "decree-1", Offline: true})
	o.ok(err)
	if diff := cmp.Diff(before, o.register()); diff != "" {
		t.Errorf("another look changed what was issued (-before +after):\n%s", diff)
	}
	o.ledgerHolds()
	fresh, err := o.s.RehearseReissue(t.Context(), o.head, before[0].Code, act("2026-11-27"))
	o.ok(err)
	if fresh.Design != "decree-1" || fresh.Seal != "" || fresh.Place != "Hưng Yên" || fresh.OfflineKey == 0 {
		t.Errorf("a successor takes %+v", fresh)
	}
}

func TestLookIsChecked(t *testing.T) {
	o := newOffice(t, "Tương")
	for field, in := range map[string]certificates.Look{
		"design":      {},
		"language":    {Design: "modern-1", Language: "fr"},
		"place":       {Design: "modern-1", Place: "Hà\u202eNội"},
		"authority":   {Design: "modern-1", Authority: strings.Repeat("a", 301)},
		"seal":        {Design: "modern-1", Seal: strings.Repeat("0", 64)},
		"emblem":      {Design: "modern-1", Emblem: "../../etc/passwd"},
		"signer.name": {Design: "modern-1", Signer: certificates.Signer{Name: strings.Repeat("a", 301)}},
	} {
		_, err := o.s.SetLook(t.Context(), o.head, slug, in)
		f, ok := fieldsOf(err)
		if !ok || f[0] != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	others := certificates.NewPicture([]byte("another edition's seal"))
	o.ok(o.db.ForCertificates().Update(t.Context(), func(tx certificates.Tx) error { return tx.SaveCertificatePicture(others) }))
	if _, err := o.s.SetLook(t.Context(), o.head, slug, certificates.Look{Design: "modern-1", Seal: others.SHA256}); err == nil {
		t.Error("another edition's seal is taken by its hash")
	}
	for _, who := range []accounts.Actor{{}, {User: accounts.User{ID: "stranger"}}} {
		if _, err := o.s.Look(t.Context(), who, slug); err == nil {
			t.Errorf("%q reads the look", who.User.ID)
		}
	}
}

func fieldsOf(err error) (names []string, ok bool) {
	var f *fault.Fault
	if f, ok = errors.AsType[*fault.Fault](err); !ok {
		return nil, false
	}
	for _, x := range f.Fields {
		names = append(names, x.Field)
	}
	return names, len(names) > 0
}

func TestLookSampleTakesTheLongestName(t *testing.T) {
	o := newOffice(t, "Tương", "Bánh đa nem làng Chều loại đặc biệt", "Nem")
	for longest, want := range map[bool]string{true: "Bánh đa nem làng Chều loại đặc biệt", false: "Tên sản phẩm mẫu"} {
		st, err := o.s.LookSample(t.Context(), o.clerk, slug, certificates.Look{Design: "modern-1"}, longest)
		o.ok(err)
		if st.Product != want || st.Design != "modern-1" || st.Check() != nil || st.DecisionNumber != "12/QĐ-UBND" {
			t.Errorf("the sample says %+v", st)
		}
	}
}
