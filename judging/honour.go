package judging

// Honour is what the award calls a recognised product at a level: the pack's title with the level's name.
func (p *Pack) Honour(level string) Name {
	for _, l := range p.Levels {
		if l.Code == level {
			return Name{VI: p.Title.VI + " " + l.Name.VI, EN: p.Title.In("en") + ", " + l.Name.In("en")}
		}
	}
	return Name{VI: p.Title.VI + " " + level, EN: p.Title.In("en") + ", " + level}
}
