package web

// adminRoutes is the administrator's pages.
func (s *Server) adminRoutes() []route {
	return []route{}
}
