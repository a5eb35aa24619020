package certificates

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// LookupDays is how many days back look-ups are shown and compared.
const LookupDays = 30

// LookupDay is how often a certificate was looked up on a day in Vietnam.
type LookupDay struct {
	Certificate string // id
	Day         Date
	N           int
	Told        bool // the secretariat was told that it is unusual
}

// UnusualLookups is a day on which a certificate was looked up far more often than it is used to.
type UnusualLookups struct {
	LookupDay
	Code, Product, Number string
}

// Unusual reports whether a day with n look-ups stands out: more than least, and more than ten times the median of the
// days before it, days without any counted as 0.
func Unusual(n, least int, before []int) bool {
	days := slices.Clone(before)
	slices.Sort(days)
	median := 0
	if len(days) > 0 {
		median = days[len(days)/2]
	}
	return n > max(least, 10*median)
}

// CountLookups adds look-ups of today by printed code, and tells the heads of the secretariat of a certificate whose day
// became unusual, once a day. Nothing is known of who looked. Codes that nothing was issued under are passed over;
// least 0 tells nobody.
func (s *Service) CountLookups(ctx context.Context, counts map[string]int, least int) error {
	if len(counts) == 0 {
		return nil
	}
	return s.store.Update(ctx, func(tx Tx) error {
		for _, code := range slices.Sorted(maps.Keys(counts)) {
			c, err := tx.CertificateByCode(code)
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err == nil {
				err = s.countLookups(tx, c, counts[code], least)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) countLookups(tx Tx, c Certificate, n, least int) error {
	today := s.today()
	if err := tx.AddLookups(c.ID, string(today), n); err != nil {
		return err
	}
	days, err := tx.Lookups(c.ID, string(today.plus(-LookupDays)))
	if err != nil || least == 0 {
		return err
	}
	now, before := today, make([]int, LookupDays)
	var of LookupDay
	for _, d := range days {
		if d.Day == now {
			of = d
		} else if i := daysBetween(d.Day, now) - 1; i >= 0 && i < len(before) {
			before[i] = d.N
		}
	}
	if of.Told || !Unusual(of.N, least, sinceIssued(before, c, now)) {
		return nil
	}
	if err := tx.TellLookups(c.ID, string(today)); err != nil {
		return err
	}
	code, err := ParseCode(c.Code)
	if err != nil {
		return err
	}
	return tellHead(tx, c.Edition, "unusual_lookups", map[string]string{"code": c.Code, "product": c.Product, "count": strconv.Itoa(of.N)},
		"/certificates/"+code.Lower())
}

// sinceIssued leaves out the days before a certificate was there.
func sinceIssued(before []int, c Certificate, today Date) []int {
	if c.Issued.IsZero() {
		return nil
	}
	return before[:min(len(before), max(0, daysBetween(Date(i18n.Today(c.Issued)), today)))]
}

// Lookups are the last LookupDays days of a certificate until today, the oldest first, days without a look-up included.
func (s *Service) Lookups(ctx context.Context, certificate string) (list []LookupDay, err error) {
	today := s.today()
	list = make([]LookupDay, LookupDays)
	for i := range list {
		list[i] = LookupDay{Certificate: certificate, Day: today.plus(i + 1 - LookupDays)}
	}
	err = s.store.View(ctx, func(tx Tx) error {
		days, err := tx.Lookups(certificate, string(list[0].Day))
		for _, d := range days {
			if i := daysBetween(list[0].Day, d.Day); i >= 0 && i < len(list) {
				list[i] = d
			}
		}
		return err
	})
	return list, err
}

// UnusualLookups are the days of the last LookupDays that the secretariat of an edition was told of, the latest first.
func (s *Service) UnusualLookups(ctx context.Context, edition string) (list []UnusualLookups, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		list, err = tx.ToldLookups(edition, string(s.today().plus(1-LookupDays)))
		return err
	})
	return list, err
}
