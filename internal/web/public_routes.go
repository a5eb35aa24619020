package web

// publicRoutes is the pages for everybody that step 1 had not: products, their pictures, and what to know
// before the first field.
func (s *Server) publicRoutes() []route {
	return []route{
		{get, "/v/:code/photo/small", open, s.showSmallPhoto},
		{get, "/v/:code/photo/medium", open, s.showMediumPhoto},
		{get, "/products/withdrawn", open, s.showWithdrawn},
		{get, "/products/:id", open, s.showProduct},
		{get, "/products/:id/photos/:n", open, s.showProductPhoto},
		{get, "/products/:id/photos/:n/medium", open, s.showProductPhoto},
		{get, "/editions/:slug/start", open, s.showStart},
	}
}
