package web

// judgeRoutes is the judge's pages.
func (s *Server) judgeRoutes() []route {
	return []route{}
}
