package web

import "vinhdanh/internal/accounts"

// producerRoutes is the pages of whoever files dossiers.
func (s *Server) producerRoutes() []route {
	own, read := accounts.EditNomination, accounts.ReadNomination
	list := []route{
		{get, "/nominations", signedIn, s.showDossiers},
		{get, "/nominations/new", signedIn, s.showDossierStart},
		{post, "/nominations/new", signedIn, s.startDossier},
		{get, "/nominations/:id", own, s.showDossier},
		{get, "/nominations/:id/documents/:kind", own, s.showPapers},
		{post, "/nominations/:id/documents/:kind", own, s.addPapers},
		{get, "/nominations/:id/files/:n", read, s.showPaper},
		{get, "/nominations/:id/files/:n/thumb", read, s.showPaperThumb},
		{get, "/nominations/:id/files/:n/remove", own, s.askRemove},
		{post, "/nominations/:id/files/:n/remove", own, s.removePaper},
		{get, "/nominations/:id/check", own, s.showCheck},
		{get, "/nominations/:id/submit", own, s.showSubmit},
		{post, "/nominations/:id/submit", own, s.submitDossier},
		{get, "/nominations/:id/done", own, s.showDone},
		{get, "/nominations/:id/withdraw", own, s.askWithdraw},
		{post, "/nominations/:id/withdraw", own, s.withdrawDossier},
		{get, "/nominations/:id/papers/receipt.pdf", own, s.showPrint(receiptPaper, "pdf")},
	}
	for _, kind := range []string{registrationPaper, descriptionPaper} {
		for _, format := range []string{"pdf", "docx"} {
			list = append(list, route{get, "/nominations/:id/papers/" + kind + "." + format, own, s.showPrint(kind, format)})
		}
	}
	for _, st := range producerSteps {
		list = append(list, route{get, "/nominations/:id/" + st.name, own, s.showQuestion(st)},
			route{post, "/nominations/:id/" + st.name, own, s.saveQuestion(st)})
	}
	return list
}
