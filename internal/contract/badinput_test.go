package contract_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestBadInput sends what careless people and attackers send. Every answer must be a problem of the
// contract's shape, and the server must live.
func TestBadInput(t *testing.T) {
	s := serve(t, "")
	admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	o := open(t, s, admin, "dau-vao", "generic")
	o.staff(t)
	o.move(t, "filing")
	path := o.path("/nominations")
	t.Run("bodies", func(t *testing.T) { badBodies(t, o) })
	t.Run("texts", func(t *testing.T) { badTexts(t, o) })
	t.Run("decomposed", func(t *testing.T) { decomposed(t, o) })
	t.Run("imports", func(t *testing.T) { badImports(t, o) })
	t.Run("legacy files", func(t *testing.T) { legacyFiles(t, o) })
	t.Run("problems", func(t *testing.T) {
		for _, a := range []answer{s.public().get(t, path), o.desk.get(t, "/nominations/khong-co"), o.desk.post(t, path, []byte("{"))} {
			if raw := read[map[string]any](t, a); raw["errors"] == nil {
				t.Errorf("%s: the problem has no list of errors: %s", a.call, a.body)
			}
		}
	})
	if r := s.public().get(t, "!/readyz"); r.status != http.StatusOK {
		t.Errorf("afterwards /readyz says %d", r.status)
	}
	s.spec.report(t)
}

// badBodies sends what is no JSON, or JSON of another shape.
func badBodies(t *testing.T, o *office) {
	path := o.path("/nominations")
	for name, body := range map[string]string{"cut": `{"product": "Gốm`, "nothing": "", "two values": `{"product":"a"} {}`,
		"not UTF-8": "{\"product\": \"\xff\xfe\"}", "words": "sản phẩm: gốm"} {
		t.Run(name, func(t *testing.T) { o.desk.post(t, path, []byte(body)).refused(t, http.StatusBadRequest, "") })
	}
	for name, c := range map[string]struct{ body, field string }{
		"unknown field":         {`{"product": "Gốm", "colour": "xanh"}`, "colour"},
		"unknown nested field":  {`{"product": "Gốm", "producer": {"nickname": "x"}}`, "nickname"},
		"a number for a text":   {`{"product": 7}`, "product"},
		"a text for an object":  {`{"product": "Gốm", "producer": "HTX"}`, "producer"},
		"a text for a list":     {`{"product": "Gốm", "set_members": "ấm"}`, "set_members"},
		"no product":            {`{}`, "product"},
		"a blank product":       {`{"product": " \t "}`, "product"},
		"an unknown group":      {`{"product": "Gốm", "product_group": "N9"}`, "product_group"},
		"an unknown legal form": {`{"product": "Gốm", "producer": {"name": "A", "entity_kind": "ngo"}}`, "entity_kind"},
		"a bad address":         {`{"product": "Gốm", "producer": {"name": "A", "email": "không phải"}}`, "email"},
	} {
		t.Run(name, func(t *testing.T) {
			o.desk.post(t, path, []byte(c.body)).refused(t, http.StatusUnprocessableEntity, "").blames(t, c.field)
		})
	}
	o.desk.post(t, path, []byte(`["a list"]`)).want(t, http.StatusBadRequest, http.StatusUnprocessableEntity)
	deep := strings.Repeat(`{"producer":`, 20000) + "1" + strings.Repeat("}", 20000)
	o.desk.post(t, path, []byte(deep)).want(t, http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge)
	large := `{"product": "` + strings.Repeat("a", 4<<20) + `"}`
	o.desk.post(t, path, []byte(large)).want(t, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity)
}

// badTexts sends texts that no page or certificate can carry, and some that look bad but are good.
func badTexts(t *testing.T, o *office) {
	path := o.path("/nominations")
	for name, c := range map[string]struct{ product, description, field string }{
		"an emoji in a name":          {"Trà sen 🍵", "", "product"},
		"a rune above U+FFFF":         {"Trà \U00020000", "", "product"},
		"a right-to-left override":    {"Trà \u202Esen", "", "product"},
		"a name of 10,001 characters": {strings.Repeat("à", 10001), "", "product"},
		"a text of 10,001 characters": {"Trà sen", strings.Repeat("à", 10001), "description"},
	} {
		t.Run(name, func(t *testing.T) {
			o.desk.post(t, path, object{"product": c.product, "description": c.description}).
				refused(t, http.StatusUnprocessableEntity, "").blames(t, c.field)
		})
	}
	for _, good := range []string{`Mật ong "Tam Đảo" <loại 1> & \(đặc biệt\)`, "Rượu nếp 29,5° – 0,5 lít", "O'Hara's 50% tre", "Nước mắm; cá cơm | muối"} {
		n := read[nomination](t, o.desk.post(t, path, object{"product": good}).done(t))
		if n.Product != good {
			t.Errorf("product %q is stored as %q", good, n.Product)
		}
	}
}

// decomposed sends the same name composed and decomposed.
func decomposed(t *testing.T, o *office) {
	const name = "Bưởi Đoan Hùng sấy dẻo"
	n := read[nomination](t, o.desk.post(t, o.path("/nominations"), object{"product": norm.NFD.String(name)}).done(t))
	if n.Product != name {
		t.Errorf("a decomposed name is stored as %+q", n.Product)
	}
	for _, query := range []string{name, norm.NFD.String(name), "buoi doan hung"} {
		found := all[nomination](t, o.desk.client, o.path("/nominations?q="+escape(query)))
		if len(found) != 1 || found[0].ID != n.ID {
			t.Errorf("searching for %+q finds %d", query, len(found))
		}
	}
}

// importFile sends a list for import.
func (o *office) importFile(t *testing.T, name string, data []byte, dry string) answer {
	t.Helper()
	return o.desk.post(t, o.path("/nominations/import"), file{name, data, map[string]string{"dry_run": dry}})
}

// badImports sends lists that must be refused, or whose rows are at fault; nothing of them stays.
func badImports(t *testing.T, o *office) {
	before := len(all[nomination](t, o.desk.client, o.path("/nominations")))
	if r := read[imported](t, o.importFile(t, "small.xlsx", repeated(t, "Bánh gai", 1), "true").want(t, http.StatusOK)); r.Rows != 1 || len(r.Errors) != 0 {
		t.Errorf("the bomb's little brother: %+v", r)
	}
	bomb := repeated(t, strings.Repeat("a", 1<<20), 400)
	t.Logf("the bomb has %d bytes for 400 MB", len(bomb))
	for name, data := range map[string][]byte{"list.xlsx": bomb, "broken.xlsx": []byte("PK\x03\x04 not really"),
		"empty.csv": nil, "picture.csv": photo(t, "png", 1), "columns.csv": []byte("colour,size\nred,1\n")} {
		a := o.importFile(t, name, data, "false")
		switch a.status {
		case http.StatusOK: // a readable list whose rows are at fault says so row by row
			if r := read[imported](t, a); len(r.Errors) == 0 || r.Created != 0 {
				t.Errorf("%s: %+v", name, r)
			}
		default:
			if err := a.is(http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	mixed := read[imported](t, o.importFile(t, "mixed.csv", []byte("product,producer,locality\nTrà xanh,HTX A,Xã A\n,HTX B,Xã B\n"), "false").want(t, http.StatusOK))
	if mixed.Created != 0 || len(mixed.Errors) != 1 || mixed.Errors[0].Row == 0 || mixed.Errors[0].Code == "" || mixed.Errors[0].Message == "" {
		t.Errorf("a list with one bad row of two: %+v; want nothing created and the row named", mixed)
	}
	if after := len(all[nomination](t, o.desk.client, o.path("/nominations"))); after != before {
		t.Errorf("refused imports left %d nominations", after-before)
	}
}

// legacyFiles imports lists as old offices write them.
func legacyFiles(t *testing.T, o *office) {
	// TCVN 5712:1993, third table: B8 á, AE đ, CB ậ, EE ợ, B7 ã, D7 ì, A9 â.
	tcvn := []byte("product;producer;locality\nB\xb8nh \xae\xcbu xanh;H\xeep t\xb8c x\xb7 B\xd8nh An;X\xb7 T\xa9n B\xd7nh\n")
	semicolons := "\uFEFFTên sản phẩm;Cơ sở;Xã\n\"Kẹo dừa; gói 400 g\";HTX Bến Tre;Xã Mỏ Cày\n"
	sheet := workbook(t, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+
		row(1, "product", "producer", "locality")+row(2, "Bánh đa cua", "HTX Hải Phòng", "Phường Lê Chân")+`</sheetData></worksheet>`)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"semicolons.csv", []byte("product;producer;locality\n\"Kẹo dừa; gói 400 g\";HTX Bến Tre;Xã Mỏ Cày\n"), "Kẹo dừa; gói 400 g"},
		{"vietnamese-heads.csv", []byte(strings.Replace(semicolons, "Kẹo dừa", "Kẹo lạc", 1)), "Kẹo lạc; gói 400 g"},
		{"tabs.csv", []byte("product\tproducer\tlocality\nChè Shan tuyết\tHTX Tây Côn Lĩnh\tXã Cao Bồ\n"), "Chè Shan tuyết"},
		{"utf16.csv", utf16le("product,producer,locality\nCam sành\u00a0Hàm Yên,HTX Hàm Yên,Xã Hàm Yên\n"), "Cam sành Hàm Yên"},
		{"list.xlsx", sheet, "Bánh đa cua"},
		{"tcvn3.csv", tcvn, "Bánh đậu xanh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read[imported](t, o.importFile(t, c.name, c.data, "false").want(t, http.StatusOK))
			if r.Created != 1 || len(r.Errors) != 0 {
				t.Fatalf("%+v", r)
			}
			var products []string
			for _, n := range all[nomination](t, o.desk.client, o.path("/nominations")) {
				products = append(products, strings.ReplaceAll(n.Product, "\u00a0", " "))
			}
			if !slices.Contains(products, c.want) {
				t.Errorf("%q is not among %q", c.want, products)
			}
		})
	}
}

// utf16le writes a text as Windows' "Unicode text": little-endian with a mark in front.
func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}
