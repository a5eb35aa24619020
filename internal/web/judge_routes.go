package web

import "vinhdanh/internal/accounts"

// judgeRoutes is the judge's pages.
func (s *Server) judgeRoutes() []route {
	return []route{
		{get, "/judge", signedIn, s.judgeHome},
		{get, "/judge/:slug", accounts.ReadOwnSheets, s.judgeSheets},
		{get, "/judge/:slug/declaration", accounts.DeclareConflicts, s.judgeDeclaration},
		{post, "/judge/:slug/declaration", accounts.DeclareConflicts, s.judgeDeclare},

		{get, "/judge/sheets/:id", accounts.ReadOwnSheets, s.judgeSheet},
		{post, "/judge/sheets/:id", accounts.EnterMarks, s.judgeSave},
		{post, "/judge/sheets/:id/draft", accounts.EnterMarks, s.judgeDraft},
		{get, "/judge/sheets/:id/check", accounts.EnterMarks, s.judgeCheck},
		{post, "/judge/sheets/:id/submit", accounts.EnterMarks, s.judgeSubmit},
		{get, "/judge/sheets/:id/receipt", accounts.EnterMarks, s.judgeReceipt},
		{post, "/judge/sheets/:id/flag", accounts.EnterMarks, s.judgeFlag},
		{get, "/judge/sheets/:id/question", accounts.EnterMarks, s.judgeQuestion},
		{post, "/judge/sheets/:id/question", accounts.EnterMarks, s.judgeAsk},
		{get, "/judge/sheets/:id/recuse", accounts.EnterMarks, s.judgeRecuse},
		{post, "/judge/sheets/:id/recuse", accounts.EnterMarks, s.judgeRecuseNow},
		{get, "/judge/sheets/:id/photos/:n", accounts.ReadOwnSheets, s.judgePhoto},
		{get, "/judge/sheets/:id/documents/:n", accounts.ReadOwnSheets, s.judgeDocument},

		{get, "/judge/:slug/pass", accounts.ReadSheetStates, s.judgePass},
		{get, "/judge/:slug/slips", accounts.AdmitJudge, s.judgeSlips},
		{post, "/judge/:slug/slips", accounts.AdmitJudge, s.makeJudgeSlip},
		{post, "/judge/:slug/pass/close", accounts.ClosePass, s.judgeClose},
		{post, "/judge/:slug/pass/reopen", accounts.ClosePass, s.judgeReopenPass},
		{get, "/judge/:slug/pass/sheets/:id/reopen", accounts.ReopenSheet, s.judgeReopen},
		{post, "/judge/:slug/pass/sheets/:id/reopen", accounts.ReopenSheet, s.judgeReopenNow},
	}
}
