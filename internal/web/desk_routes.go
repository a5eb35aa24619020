package web

// deskRoutes is the secretariat's desk.
func (s *Server) deskRoutes() []route {
	return []route{}
}
