// Package letters words the letters of an award in the languages of the catalogue. It refuses to know when a letter is
// due and how it travels.
package letters

import (
	"strings"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// Words gives the text of a key of the catalogue in a language.
type Words func(lang, key string, args map[string]any) string

// Whole is a letter's subject and its text, in Vietnamese with English below; base is the installation's address. A
// letter that somebody wrote by hand stands as it was written.
func Whole(words Words, base string, m judging.Mail) (subject, text string) {
	subject, text = In(words, i18n.Vietnamese, base, m)
	if m.Args["text"] != "" {
		return subject, text
	}
	_, english := In(words, i18n.English, base, m)
	return subject, text + "\n\n---\n\n" + english
}

// In is a letter in one language; a seat that it names and what it lists are worded in that language too. The organiser's
// own note is Vietnamese and stands in no other language's letter.
func In(words Words, lang, base string, m judging.Mail) (subject, text string) {
	args := map[string]any{}
	for k, v := range m.Args {
		args[k] = v
	}
	if lang != i18n.Vietnamese {
		delete(args, "note")
	}
	if m.LinkPath != "" {
		args["link"] = base + m.LinkPath
	}
	if m.Args["body"] != "" {
		args["seat"] = seat(words, lang, m.Args["body"], m.Args["role"])
	}
	var lines []string
	for _, o := range m.Owed {
		lines = append(lines, "- "+Line(words, lang, o))
	}
	args["owed"] = strings.Join(lines, "\n")
	var told []string
	for _, c := range m.Certificates {
		told = append(told, certificate(words, lang, base, c))
	}
	args["certificates"] = strings.Join(told, "\n\n")
	return words(lang, "mail."+m.Letter+".subject", args), words(lang, "mail."+m.Letter+".body", args)
}

// certificate says one certificate with its page and its file.
func certificate(words Words, lang, base string, c judging.MailCertificate) string {
	code := strings.ToLower(strings.ReplaceAll(c.Code, "-", ""))
	page := base + "/v/" + code
	if lang == i18n.English {
		page += "?lang=en"
	}
	return words(lang, "mail.line.certificate", map[string]any{"product": c.Product, "number": c.Number, "page": page,
		"file": base + "/api/v1/certificates/" + code + "/pdf"})
}

// Line says one thing that is owed, with its day when there is one.
func Line(words Words, lang string, o judging.Owed) string {
	args := map[string]any{"product": o.Product, "code": o.Code, "count": o.Count, "date": o.Due, "time": o.Time}
	if o.Body != "" {
		args["seat"] = seat(words, lang, o.Body, o.Role)
	}
	return words(lang, "mail.line."+string(o.Kind), args)
}

func seat(words Words, lang, body, role string) string {
	return words(lang, "word.body."+body, nil) + " · " + words(lang, "word.role."+role, nil)
}
