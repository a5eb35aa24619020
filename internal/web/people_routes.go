package web

import "vinhdanh/internal/accounts"

// peopleRoutes is the pages of accounts, offices and slips.
func (s *Server) peopleRoutes() []route {
	return []route{
		{get, "/desk/slips", accounts.HandOutSlips, s.showSlips},
		{post, "/desk/slips", accounts.HandOutSlips, s.makeSlip},

		{get, "/admin/people", accounts.ManagePeople, s.showPeople},
		{get, "/admin/people/new", accounts.ManagePeople, s.showNewPerson},
		{post, "/admin/people/new", accounts.ManagePeople, s.addPerson},
		{get, "/admin/people/:id", accounts.ManagePeople, s.showPerson},
		{post, "/admin/people/:id/invite", accounts.ManagePeople, s.invitePerson},
		{post, "/admin/people/:id/disable", accounts.ManagePeople, s.disablePerson},
		{post, "/admin/people/:id/enable", accounts.ManagePeople, s.enablePerson},
		{post, "/admin/people/:id/sessions/end", accounts.ManagePeople, s.endPersonSessions},
		{post, "/admin/people/:id/administrator", accounts.ManagePeople, s.makeAdministrator},
		{post, "/admin/people/:id/no-administrator", accounts.ManagePeople, s.endAdministrator},

		{get, "/admin/office", accounts.ManageOffice, s.showOffice},
		{post, "/admin/office", accounts.ManageOffice, s.saveOffice},
		{post, "/admin/office/test-mail", accounts.ManageOffice, s.sendTestMail},
	}
}
