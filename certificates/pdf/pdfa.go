package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"vinhdanh/certificates"
)

// conformance is the part of ISO 19005 that a file claims to follow, at level B. Certificates follow part 2. The twin that
// follows part 1 differs in nothing but the claim and the version in the header; for it a validator is to be had.
type conformance struct {
	part    int
	version string // in the header
}

var (
	pdfA2 = conformance{2, "1.7"}
	pdfA1 = conformance{1, "1.4"}
)

// about is what the document information and the metadata say of a certificate, each the same.
type about struct{ title, author, subject, keywords, date, zoned, offline string }

func (p page) about() about {
	s, what, code := p.statement, "Giấy chứng nhận ", p.statement.Code.String()
	if s.Language == certificates.LanguageEN {
		what = "Certificate "
	}
	if p.specimen {
		code = noCode
	}
	return about{
		title: what + s.Number + " – " + s.Product, author: s.Authority, subject: "Certificate " + code,
		keywords: code,
		date:     "D:" + strings.ReplaceAll(string(s.IssuedOn), "-", "") + "000000+07'00'",
		zoned:    string(s.IssuedOn) + "T00:00:00+07:00",
		offline:  p.offline,
	}
}

// maker is the program that made the file. No version: the same statement gives the same bytes.
const maker = "Vinh Danh"

// info is the document information. The code stands in it three times, so that a damaged file still tells which it was;
// what the second symbol says follows it, for whoever has the file and no network.
func (a about) info() string {
	second := ""
	if a.offline != "" {
		second = fmt.Sprintf("/VinhDanhOffline (%s)\n", a.offline)
	}
	return fmt.Sprintf("<< /VinhDanhCode (%[1]s)\n%[7]s/Keywords (%[1]s)\n/Subject (%[2]s)\n/Title %[3]s\n/Author %[4]s\n"+
		"/Creator (%[6]s)\n/Producer (%[6]s)\n/CreationDate (%[5]s)\n/ModDate (%[5]s) >>",
		a.keywords, a.subject, textString(a.title), textString(a.author), a.date, maker, second)
}

// metadata is the XMP packet (ISO 16684-1) of the catalogue.
func (a about) metadata(c conformance) []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) {
		for i, x := range args {
			if s, ok := x.(string); ok {
				var e bytes.Buffer
				xml.EscapeText(&e, []byte(s)) //nolint:errcheck // a bytes.Buffer takes everything
				args[i] = e.String()
			}
		}
		fmt.Fprintf(&b, format+"\n", args...)
	}
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n")
	line(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`)
	line(`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">`)
	line(`<dc:format>application/pdf</dc:format>`)
	line(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`, a.title)
	line(`<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>`, a.author)
	line(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description></rdf:Description>`, a.subject)
	line(`<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">`)
	line(`<pdf:Keywords>%s</pdf:Keywords><pdf:Producer>%s</pdf:Producer></rdf:Description>`, a.keywords, maker)
	line(`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">`)
	line(`<xmp:CreatorTool>%s</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate></rdf:Description>`,
		maker, a.zoned, a.zoned)
	line(`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">`)
	line(`<pdfaid:part>%d</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>`, c.part)
	line(`</rdf:RDF></x:xmpmeta>`)
	b.WriteString(`<?xpacket end="r"?>`)
	return b.Bytes()
}
