package web

// peopleRoutes is the pages of accounts, offices and slips.
func (s *Server) peopleRoutes() []route {
	return []route{}
}
