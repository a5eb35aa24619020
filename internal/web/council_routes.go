package web

// councilRoutes is the pages of council and auditor.
func (s *Server) councilRoutes() []route {
	return []route{}
}
