package web

import "vinhdanh/internal/accounts"

// adminRoutes is the administrator's pages. The office's own pages ask the service whether the caller is its
// administrator, because they belong to no edition.
func (s *Server) adminRoutes() []route {
	return []route{
		{get, "/admin", signedIn, s.showAdmin},
		{get, "/admin/editions/new", accounts.MakeEdition, s.showNewEdition},
		{post, "/admin/editions/new", accounts.MakeEdition, s.openEdition},
		{get, "/admin/editions/:slug", accounts.MoveEdition, s.showEditionSteps},
		{post, "/admin/editions/:slug/state", accounts.MoveEdition, s.stepForward},
		{post, "/admin/editions/:slug/back", accounts.MoveEdition, s.stepBack},
		{post, "/admin/editions/:slug/deadline", accounts.MoveEdition, s.saveDeadline},
		{post, "/admin/editions/:slug/results", accounts.OfferResults, s.saveAudience},
		{get, "/admin/editions/:slug/members", accounts.NameMembers, s.showSeats},
		{post, "/admin/editions/:slug/members", accounts.NameMembers, s.nameMember},
		{get, "/admin/editions/:slug/members/:id/remove", accounts.NameMembers, s.askSeatEnd},
		{post, "/admin/editions/:slug/members/:id/remove", accounts.NameMembers, s.endSeat},
		{get, "/admin/editions/:slug/rules", accounts.MoveEdition, s.showRules},
		{post, "/admin/editions/:slug/rules", accounts.MoveEdition, s.saveRules},
		{post, "/admin/editions/:slug/rules/pass-mark", accounts.MoveEdition, s.savePassMark},
		{get, "/admin/work", signedIn, s.showWork},
		{post, "/admin/work/:id/retry", signedIn, s.retryJob},
		{get, "/admin/doctor", signedIn, s.showDoctor},
	}
}
