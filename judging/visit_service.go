package judging

import (
	"cmp"
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// VisitEntries are the entries that the caller may write about, by entry code, and none when the time for visits is
// over. Entries that the caller is kept out of are not among them.
func (s *Service) VisitEntries(ctx context.Context, who accounts.Actor, slug string) (list []VisitEntry, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadVisits)
		if err != nil {
			return err
		}
		if fault.KindOf(sc.visiting(tx)) == fault.Conflict || !accounts.Allowed(accounts.WriteVisit, sc.hats) {
			return nil
		}
		entries, err := tx.Nominations(NominationQuery{Edition: sc.edition.ID, State: NominationEligible})
		if err != nil {
			return err
		}
		closed, err := keptOut(tx, who, sc)
		if err != nil {
			return err
		}
		for _, n := range entries {
			if closed(n) {
				continue
			}
			list = append(list, VisitEntry{n.ID, n.EntryCode, n.Product, n.ProductGroup, n.Producer.Name, n.Producer.Commune})
		}
		slices.SortStableFunc(list, func(a, b VisitEntry) int { return cmp.Compare(a.EntryCode, b.EntryCode) })
		return nil
	})
	return list, err
}

// Visits are the visits of an edition that the caller may read, by day; those to entries that he is kept out of are
// left out.
func (s *Service) Visits(ctx context.Context, who accounts.Actor, slug string) (list []VisitView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadVisits)
		if err != nil {
			return err
		}
		notes, err := tx.VisitNotes(sc.edition.ID, "")
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, x := range notes {
			if seen[x.Nomination] {
				continue
			}
			seen[x.Nomination] = true
			of, err := s.visitsOf(tx, who, x.Nomination)
			if fault.IsCode(err, "conflict_declared") {
				continue
			}
			if err != nil {
				return err
			}
			list = append(list, of...)
		}
		sortVisits(list)
		return nil
	})
	return list, err
}

func sortVisits(list []VisitView) {
	slices.SortStableFunc(list, func(a, b VisitView) int {
		return cmp.Or(cmp.Compare(a.HeldOn, b.HeldOn), cmp.Compare(a.EntryCode, b.EntryCode), cmp.Compare(a.Visit, b.Visit))
	})
}

// VisitsOf are the visits to one entry, by day. Who is kept out of it gets the fault conflict_declared.
func (s *Service) VisitsOf(ctx context.Context, who accounts.Actor, nomination string) (list []VisitView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		list, err = s.visitsOf(tx, who, nomination)
		return err
	})
	return list, err
}

func (s *Service) visitsOf(tx Tx, who accounts.Actor, nomination string) ([]VisitView, error) {
	sc, n, err := s.nomination(tx, who, nomination)
	if err != nil {
		return nil, err
	}
	if err := sc.may(who, accounts.ReadVisits); err != nil {
		return nil, err
	}
	notes, err := tx.VisitNotes(n.Edition, n.ID)
	if err != nil || len(notes) == 0 {
		return nil, err
	}
	photos, err := tx.VisitPhotos(n.Edition)
	if err != nil {
		return nil, err
	}
	over := sc.visiting(tx)
	if over != nil && fault.KindOf(over) != fault.Conflict {
		return nil, over
	}
	var list []VisitView
	for _, x := range notes { // by visit and version
		if k := len(list); k > 0 && list[k-1].Visit == x.Visit {
			list[k-1].Earlier, list[k-1].VisitNote = append(list[k-1].Earlier, list[k-1].VisitNote), x
			continue
		}
		list = append(list, VisitView{VisitNote: x, EntryCode: n.EntryCode, Product: n.Product})
	}
	for i := range list {
		v := &list[i]
		v.MayCorrect = over == nil && v.By == who.User.ID && accounts.Allowed(accounts.WriteVisit, sc.hats) && !v.older(who.BySlip)
		for _, p := range photos {
			if p.Visit == v.Visit {
				v.Photos = append(v.Photos, p)
			}
		}
		if v.Names, err = visitNames(tx, *v); err != nil {
			return nil, err
		}
	}
	sortVisits(list)
	return list, nil
}

func visitNames(tx Tx, v VisitView) (map[string]string, error) {
	names := map[string]string{}
	for _, x := range append(slices.Clone(v.Earlier), v.VisitNote) {
		for _, id := range append(slices.Clone(x.Members), x.By) {
			if names[id] != "" {
				continue
			}
			u, err := tx.User(id)
			if err != nil {
				return nil, err
			}
			names[id] = u.Name
		}
	}
	return names, nil
}

// Visit is one visit by the id of its first version.
func (s *Service) Visit(ctx context.Context, who accounts.Actor, id string) (v VisitView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		v, err = s.visit(tx, who, id)
		return err
	})
	return v, err
}

func (s *Service) visit(tx Tx, who accounts.Actor, id string) (VisitView, error) {
	first, err := tx.VisitNote(id)
	if err != nil {
		return VisitView{}, err
	}
	list, err := s.visitsOf(tx, who, first.Nomination)
	if err != nil {
		return VisitView{}, err
	}
	i := slices.IndexFunc(list, func(v VisitView) bool { return v.Visit == id })
	if i < 0 {
		return VisitView{}, fault.New(fault.NotFound, "not_found")
	}
	return list[i], nil
}

// RecordVisit writes down a visit to an eligible entry and answers its id. Faults: wrong_state outside scoring,
// visits_over once the last pass is closed, conflict_declared, not_eligible, invalid_fields.
func (s *Service) RecordVisit(ctx context.Context, who accounts.Actor, nomination string, in VisitInput) (id string, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, n, err := s.nomination(tx, who, nomination)
		if err != nil {
			return err
		}
		if err := sc.may(who, accounts.WriteVisit); err != nil {
			return err
		}
		if err := sc.visiting(tx); err != nil {
			return err
		}
		if n.State != NominationEligible {
			return fault.New(fault.Conflict, "visit_not_eligible")
		}
		if in, err = readVisit(in, sc.jurySeats(), s.today()); err != nil {
			return err
		}
		id = accounts.NewID()
		return s.saveVisit(tx, VisitNote{ID: id, Visit: id, Edition: n.Edition, Nomination: n.ID, Version: 1}, in, who, "visit.noted")
	})
	return id, err
}

func (s *Service) saveVisit(tx Tx, n VisitNote, in VisitInput, who accounts.Actor, kind string) error {
	n.HeldOn, n.Place, n.Members, n.Others, n.Seen = in.HeldOn, in.Place, in.Members, in.Others, in.Seen
	n.By, n.At = who.User.ID, s.clock()
	if err := tx.SaveVisitNote(n); err != nil {
		return err
	}
	return tx.Append(VisitNoteLeaf(kind, n, n.At))
}

// correctable loads a visit for its writer to correct.
func (s *Service) correctable(tx Tx, who accounts.Actor, id string) (VisitView, scene, error) {
	v, err := s.visit(tx, who, id)
	if err != nil {
		return v, scene{}, err
	}
	sc, err := s.enterID(tx, who, v.Edition)
	if err != nil {
		return v, sc, err
	}
	if err := sc.may(who, accounts.WriteVisit); err != nil {
		return v, sc, err
	}
	if v.By != who.User.ID {
		return v, sc, fault.New(fault.Forbidden, "visit_not_yours")
	}
	if v.older(who.BySlip) {
		return v, sc, fault.New(fault.Forbidden, "slip_visit")
	}
	return v, sc, sc.visiting(tx)
}

// older reports whether the note was there before a slip let its reader in.
func (v VisitView) older(bySlip time.Time) bool {
	return append(slices.Clone(v.Earlier), v.VisitNote)[0].At.Before(bySlip)
}

// CorrectVisit writes a further version of a visit's note, by its writer alone; what stands already changes nothing.
// version is the one that was corrected. Faults: visit_not_yours, slip_visit, visits_over, stale_version, invalid_fields.
func (s *Service) CorrectVisit(ctx context.Context, who accounts.Actor, id string, version int, in VisitInput) error {
	return s.store.Update(ctx, func(tx Tx) error {
		v, sc, err := s.correctable(tx, who, id)
		if err != nil {
			return err
		}
		jury := append(sc.jurySeats(), slices.DeleteFunc(slices.Clone(v.Members), func(id string) bool { // named before, left since
			return slices.Contains(sc.jurySeats(), id)
		})...)
		if in, err = readVisit(in, jury, s.today()); err != nil {
			return err
		}
		if v.HeldOn == in.HeldOn && v.Place == in.Place && slices.Equal(v.Members, in.Members) && v.Others == in.Others && v.Seen == in.Seen {
			return nil
		}
		if version != v.Version {
			return fault.New(fault.Conflict, "stale_version")
		}
		next := v.VisitNote
		next.ID, next.Version = accounts.NewID(), v.Version+1
		return s.saveVisit(tx, next, in, who, "visit.corrected")
	})
}

// MayAddVisitPhoto tells before a file is read whether the caller may put one more photo to a visit.
func (s *Service) MayAddVisitPhoto(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.View(ctx, func(tx Tx) error {
		_, err := s.placeForPhoto(tx, who, id)
		return err
	})
}

func (s *Service) placeForPhoto(tx Tx, who accounts.Actor, id string) (VisitView, error) {
	v, _, err := s.correctable(tx, who, id)
	if err == nil && len(v.Photos) >= MaxVisitPhotos {
		err = fieldFault("file", "too_many", "max", MaxVisitPhotos)
	}
	return v, err
}

// AddVisitPhoto puts a stored picture to a visit, by the writer of its note; the same picture again changes nothing.
// Faults: visit_not_yours, visits_over, invalid_fields for file (not_an_image, too_many).
func (s *Service) AddVisitPhoto(ctx context.Context, who accounts.Actor, id string, in DocumentInput) error {
	return s.store.Update(ctx, func(tx Tx) error {
		v, err := s.placeForPhoto(tx, who, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(v.Photos, func(p VisitPhoto) bool { return p.SHA256 == in.SHA256 }) {
			return nil
		}
		var c checker
		filename := c.line("file", in.Filename, maxName)
		if !isImage(in.MediaType) {
			c.Add("file", "not_an_image")
		}
		if err := c.Err(); err != nil {
			return err
		}
		n, err := tx.NextVisitPhoto(v.Visit)
		if err != nil {
			return err
		}
		return s.saveVisitPhoto(tx, VisitPhoto{ID: accounts.NewID(), Visit: v.Visit, Edition: v.Edition, N: n, SHA256: in.SHA256,
			MediaType: in.MediaType, Size: in.Size, Filename: filename, By: who.User.ID, At: s.clock()}, "visit.photo_added")
	})
}

func isImage(mediaType string) bool {
	return slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, mediaType)
}

func (s *Service) saveVisitPhoto(tx Tx, p VisitPhoto, kind string) error {
	if err := tx.SaveVisitPhoto(p); err != nil {
		return err
	}
	return tx.Append(VisitPhotoLeaf(kind, p, s.clock()))
}

// RemoveVisitPhoto takes a photo away from a visit, by the writer of its note; the file and that it was there stay in
// the record. Its number is not used again.
func (s *Service) RemoveVisitPhoto(ctx context.Context, who accounts.Actor, id string, n int) error {
	return s.store.Update(ctx, func(tx Tx) error {
		v, _, err := s.correctable(tx, who, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(v.Photos, func(p VisitPhoto) bool { return p.N == n })
		if i < 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		p := v.Photos[i]
		p.Removed = s.clock()
		return s.saveVisitPhoto(tx, p, "visit.photo_removed")
	})
}
