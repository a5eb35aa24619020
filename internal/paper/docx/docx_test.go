package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/paper"
)

const nasty = `Nón "lá" <b>&amp; Co</b> ế ỗ ự`

func testPaper() paper.Paper {
	return paper.Paper{Lang: "vi", Title: nasty, Author: nasty, Reference: nasty, Blocks: []paper.Block{
		paper.Letterhead{Superior: nasty, Body: nasty, Number: "1/" + nasty, Place: nasty}, paper.Letterhead{},
		paper.Title{Text: nasty, Subject: nasty}, paper.Heading{Text: nasty},
		paper.Paragraph{Lead: nasty, Text: nasty + "\n" + nasty, Align: paper.Justified}, paper.Paragraph{Text: nasty, Align: paper.Centre, Italic: true},
		paper.Fields{{Label: nasty, Value: nasty}, {Label: "a", Half: true}, {Label: "b", Value: "c", Half: true}, {Label: "d", Space: 2}},
		paper.List{Marker: paper.Boxes, Items: []paper.Item{{Text: nasty, Checked: true}, {Text: "y"}}},
		paper.List{Items: []paper.Item{{Text: nasty}}}, paper.List{Marker: paper.Dashes, Items: []paper.Item{{Text: nasty}}},
		paper.Table{Columns: []paper.Column{{Head: nasty, Width: 1}, {Head: "h", Width: 2, Align: paper.Right}},
			Rows: []paper.Row{{Span: true, Cells: []string{nasty}}, {Cells: []string{nasty}}, {Cells: []string{"1", "2"}, Bold: true}}},
		paper.Blank{Lines: 2}, paper.PageBreak{},
		paper.Closing{Recipients: []string{nasty}, Signatures: []paper.Signature{{Place: nasty, Lines: []string{nasty}, Note: nasty, Name: nasty}}},
		paper.Closing{}, paper.Marked{Fields: paper.Fields{{Label: nasty, Value: nasty}}, Symbol: paper.Symbol{{true, false}, {false, true}}, Note: nasty},
		paper.Part{Reference: nasty}, paper.Marked{Fields: paper.Fields{{Label: "e"}}}, paper.Marked{Symbol: paper.Symbol{{true}}},
	}}
}

func parts(t *testing.T, p paper.Paper) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		m[f.Name] = string(data)
	}
	return m
}

func TestPackageIsComplete(t *testing.T) {
	m := parts(t, testPaper())
	for name, text := range m {
		if path.Ext(name) == ".png" {
			if _, err := png.Decode(strings.NewReader(text)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		for d := xml.NewDecoder(strings.NewReader(text)); ; {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if strings.HasPrefix(name, "word/") && path.Ext(name) == ".xml" && !strings.Contains(m["[Content_Types].xml"], `PartName="/`+name+`"`) {
			t.Errorf("%s has no content type", name)
		}
	}
	for rels, base := range map[string]string{"_rels/.rels": "", "word/_rels/document.xml.rels": "word"} {
		var r struct {
			Relationship []struct {
				ID     string `xml:"Id,attr"`
				Target string `xml:"Target,attr"`
			}
		}
		if err := xml.Unmarshal([]byte(m[rels]), &r); err != nil || len(r.Relationship) == 0 {
			t.Fatalf("%s: %v", rels, err)
		}
		var ids []string
		for _, x := range r.Relationship {
			if m[path.Join(base, x.Target)] == "" {
				t.Errorf("%s names %s, which is not there", rels, x.Target)
			}
			ids = append(ids, x.ID)
		}
		if base == "word" {
			for _, part := range strings.Split(strings.ReplaceAll(m["word/document.xml"], `r:embed="`, `r:id="`), `r:id="`)[1:] {
				if id, _, _ := strings.Cut(part, `"`); !slices.Contains(ids, id) {
					t.Errorf("the document names %s, which has no relationship", id)
				}
			}
		}
	}
}

// body is how the document nests: for each table, row and cell what stands directly in it.
func body(t *testing.T, text string) (texts []string) {
	t.Helper()
	var open []string
	last := map[int]string{} // depth -> last child
	cells, columns := 0, 0
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		switch x := token.(type) {
		case xml.StartElement:
			last[len(open)] = x.Name.Local
			open = append(open, x.Name.Local)
			switch x.Name.Local {
			case "tblGrid":
				columns = 0
			case "gridCol":
				columns++
			case "tr":
				cells = 0
			case "tc":
				cells++
			case "gridSpan":
				cells = columns
			}
		case xml.EndElement:
			open = open[:len(open)-1]
			if x.Name.Local == "tc" && last[len(open)+1] != "p" {
				t.Errorf("a cell ends with %s: word processors call the file damaged", last[len(open)+1])
			}
			if x.Name.Local == "tr" && cells != columns {
				t.Errorf("a row has %d cells of %d", cells, columns)
			}
		case xml.CharData:
			if len(open) > 0 && open[len(open)-1] == "t" {
				texts = append(texts, string(x))
			}
		}
	}
}

func TestTextsAreWhole(t *testing.T) {
	m := parts(t, testPaper())
	texts := body(t, m["word/document.xml"])
	n := 0
	for _, s := range texts {
		if strings.Contains(s, nasty) {
			n++
		}
	}
	if n != 28 {
		t.Errorf("%d texts of 28 are whole: %q", n, texts)
	}
	for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "☒", "☐", "1.", "-", "- " + nasty + "."} {
		if !slices.Contains(texts, want) {
			t.Errorf("no %q", want)
		}
	}
	if !strings.Contains(m["word/footer1.xml"], "ế ỗ ự") || !strings.Contains(m["word/document.xml"], `<w:pgSz w:w="11906" w:h="16838"/>`) {
		t.Error("footer or paper size")
	}
}

func TestLandscapeAndSameBytes(t *testing.T) {
	p := testPaper()
	var a, b bytes.Buffer
	if err := errors.Join(Write(&a, p), Write(&b, p)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two runs differ", err)
	}
	p.Landscape = true
	if !strings.Contains(parts(t, p)["word/document.xml"], `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`) {
		t.Error("not landscape")
	}
}

// TestSignaturesKeepCompany: neither the signatures nor a heading stands on a page without what belongs to it.
func TestSignaturesKeepCompany(t *testing.T) {
	text := parts(t, paper.Paper{Lang: "vi", Blocks: []paper.Block{
		paper.Heading{Text: "Đề mục"}, paper.Table{Columns: []paper.Column{{Head: "h", Width: 1}}, Rows: []paper.Row{{Cells: []string{"ô"}}}},
		paper.Paragraph{Text: "Xa chữ ký"}, paper.Paragraph{Text: "Ngay trên chữ ký"}, paper.Closing{Signatures: []paper.Signature{{Name: "Người ký"}}},
	}})["word/document.xml"]
	for _, x := range []struct {
		from, to string
		keeps    int
	}{{"Đề mục", ">h<", 1}, {"ô", "Xa chữ ký", 0}, {"Xa chữ ký", "Ngay trên chữ ký", 1}, {"Ngay trên chữ ký", "Người ký", 2}} {
		start := strings.Index(text, x.from)
		end := start + strings.Index(text[start:], x.to)
		if got := strings.Count(text[start:end], "<w:keepNext/>"); got != x.keeps {
			t.Errorf("between %q and %q %d paragraphs stay with the next, want %d", x.from, x.to, got, x.keeps)
		}
	}
}
