package web

// producerRoutes is the producer's pages.
func (s *Server) producerRoutes() []route {
	return []route{}
}
