package web

import "vinhdanh/internal/accounts"

// officeRoutes is the desk after the dossiers: members, sheets, decision and certificates.
func (s *Server) officeRoutes() []route {
	const decision, register = "/desk/:slug/decision", "/desk/:slug/certificates"
	routes := []route{
		{get, "/desk/:slug/members", accounts.Screen, s.officeMembers},
		{get, "/desk/:slug/sheets", accounts.Screen, s.officeSheets},
		{get, "/desk/:slug/panels", accounts.ArrangePanels, s.deskPanels},
		{post, "/desk/:slug/panels", accounts.ArrangePanels, s.deskSetPanels},
		{post, "/desk/:slug/panels/conflicts/:id/dismiss", accounts.DismissMatch, s.deskDismiss},
		{post, "/desk/:slug/panels/absences", accounts.ArrangePanels, s.deskAway},
		{post, "/desk/:slug/panels/absences/:id/end", accounts.ArrangePanels, s.deskBackNow},

		{get, decision, accounts.Screen, s.officeDecision},
		{get, decision + "/new", accounts.RecordDecision, s.officeNewDecision},
		{post, decision + "/new", accounts.RecordDecision, s.officeRecord},
		{get, decision + "/:id/file", accounts.Screen, s.officeDecisionFile},
		{post, decision + "/:id/file", accounts.RecordDecision, s.officeFileDecision},
		{get, decision + "/:id/correct", accounts.RecordDecision, s.officeCorrect},
		{post, decision + "/:id/correct", accounts.RecordDecision, s.officeRecordCorrection},

		{get, register, accounts.Screen, s.officeRegister},
		{get, register + "/export.csv", accounts.Screen, s.officeCSV},
		{get, register + "/export.xlsx", accounts.Screen, s.officeXLSX},
		{get, register + "/export.pdf", accounts.Screen, s.officeRegisterPDF},
		{get, register + "/files.zip", accounts.Screen, s.oneOfFew(s.officeZIP)},
		{get, register + "/print.pdf", accounts.Screen, s.oneOfFew(s.officePrint)},
		{get, register + "/issue", accounts.IssueCertificate, s.officeIssue},
		{post, register + "/issue", accounts.IssueCertificate, s.officeDoIssue},
		{get, register + "/issue/specimen.pdf", accounts.IssueCertificate, s.officeIssueSpecimen},
		{get, register + "/signing", accounts.IssueCertificate, s.officeSigning},
		{post, register + "/signing", accounts.IssueCertificate, s.officeTakeSigned},
		{get, register + "/signing/files.zip", accounts.IssueCertificate, s.oneOfFew(s.officeSigningFiles)},
		{get, register + "/jobs/:id", accounts.Screen, s.officeJob},
		{post, register + "/jobs/:id", accounts.IssueCertificate, s.officeRestJob},
		{get, register + "/reports", accounts.Screen, s.officeReports},
		{post, register + "/reports/:id", accounts.Screen, s.officeHandleReport},
		{get, register + "/reports/:id/photo", accounts.Screen, s.officeReportPhoto},
		{get, register + "/withdrawals", accounts.Screen, s.officeWithdrawals},
		{post, register + "/withdrawals/:id/told", accounts.Screen, s.officeTold},
		{get, register + "/:code", accounts.Screen, s.officeCertificate},
		{post, register + "/:code/letter", accounts.IssueCertificate, s.officeLetter},
	}
	routes = append(routes, s.lookRoutes(register)...)
	for _, act := range certificateActs {
		routes = append(routes,
			route{get, register + "/:code/" + act.name, accounts.IssueCertificate, s.officeAct(act)},
			route{post, register + "/:code/" + act.name, accounts.IssueCertificate, s.officeDoAct(act)})
	}
	return routes
}
