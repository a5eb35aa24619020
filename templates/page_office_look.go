package templates

import "slices"

// OfficeLook is "/desk/:slug/certificates/look": how the certificates of an edition are printed from now on, with a specimen
// (posts there). The secretariat reads it, its head chooses.
type OfficeLook struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	// Action takes the form, PictureAction a picture; SpecimenURL answers the form with a PDF.
	Action, PictureAction, SpecimenURL string
	MaySet                             bool

	Designs, Languages      []Option
	Samples                 []Option
	Design                  string
	Language                string // vi, en or vi-en
	Place, Province         string
	Authority               string
	SignerName, SignerTitle string
	SignerBlock             string
	Offline                 bool
	Sample                  string   // longest or short
	EmblemURL, SealURL      string   // empty without a picture
	Drop                    []string // kinds of pictures whose box "take away" is ticked
	Faults                  FormFaults
}

func (OfficeLook) template() string { return "page_office_look" }

// LookPicture is one of the two pictures of the page.
type LookPicture struct {
	Kind, URL string
	Drop      bool
}

// Pictures are emblem and seal.
func (p OfficeLook) Pictures() []LookPicture {
	return []LookPicture{{"emblem", p.EmblemURL, slices.Contains(p.Drop, "emblem")}, {"seal", p.SealURL, slices.Contains(p.Drop, "seal")}}
}
