package web

import "vinhdanh/internal/accounts"

// deskRoutes is the secretariat's desk.
func (s *Server) deskRoutes() []route {
	const dossier = "/desk/:slug/nominations/:id"
	return []route{
		{get, "/desk", signedIn, s.deskHome},
		{get, "/desk/:slug", accounts.Screen, s.deskQueue},
		{get, "/desk/:slug/export.csv", accounts.Screen, s.deskCSV},
		{get, "/desk/:slug/export.xlsx", accounts.Screen, s.deskXLSX},
		{post, "/desk/:slug/bulk", accounts.Screen, s.deskBulk},
		{post, "/desk/:slug/bulk/confirm", accounts.Screen, s.deskBulkConfirm},
		{get, "/desk/:slug/bulk/done", accounts.Screen, s.deskBulkDone},

		{get, "/desk/:slug/nominations/new", accounts.Screen, s.deskNew},
		{post, "/desk/:slug/nominations/new", accounts.Screen, s.deskCreate},
		{get, dossier, accounts.Screen, s.deskDossier},
		{get, dossier + "/edit", accounts.Screen, s.deskEdit},
		{post, dossier + "/edit", accounts.Screen, s.deskSave},
		{post, dossier + "/eligible", accounts.Screen, s.deskEligible},
		{get, dossier + "/supplement", accounts.Screen, s.deskSupplement},
		{post, dossier + "/supplement", accounts.Screen, s.deskSupplementSend},
		{get, dossier + "/ineligible", accounts.Screen, s.deskIneligible},
		{post, dossier + "/ineligible", accounts.Screen, s.deskIneligibleSend},
		{post, dossier + "/answer", accounts.AnswerJudges, s.deskAnswer},
		{post, dossier + "/submit", accounts.Screen, s.deskSubmit},
		{post, dossier + "/withdraw", accounts.Screen, s.deskWithdraw},
		{post, dossier + "/documents", accounts.Screen, s.deskAddDocument},
		{get, dossier + "/documents/:n", accounts.Screen, s.deskFile},
		{get, dossier + "/documents/:n/save", accounts.Screen, s.deskSaveFile},
		{post, dossier + "/documents/:n/check", accounts.Screen, s.deskCheck},
		{post, dossier + "/documents/:n/remove", accounts.Screen, s.deskRemoveDocument},

		{get, "/desk/:slug/reminders", accounts.Screen, s.deskReminders},
		{post, "/desk/:slug/reminders", accounts.Screen, s.deskSetReminders},
		{get, "/desk/:slug/reminders/:id", accounts.Screen, s.deskReminder},
		{post, "/desk/:slug/reminders/:id", accounts.Screen, s.deskChangeReminder},

		{get, "/desk/:slug/import", accounts.ImportNomination, s.deskImport},
		{get, "/desk/:slug/import/template", accounts.ImportNomination, s.deskTemplate},
		{post, "/desk/:slug/import", accounts.ImportNomination, s.deskImportLook},
		{post, "/desk/:slug/import/paste", accounts.ImportNomination, s.deskImportPaste},
		{post, "/desk/:slug/import/confirm", accounts.ImportNomination, s.deskImportConfirm},
		{get, "/desk/:slug/import/done", accounts.ImportNomination, s.deskImportDone},
	}
}
