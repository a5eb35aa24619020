package accounts

import "sync"

// Changes is a moment of the record as far as it says who people are. Two equal ones lie within half a second, and
// between them this process committed nothing that changes an account, a token or a session, a session's last use
// apart.
type Changes struct{ Commits, Spell int64 }

// maxKnown bounds how many people are remembered.
const maxKnown = 4096

// known keeps who holds a token or session that was asked for at a moment, so that somebody who works is not read
// again for each request. It holds nothing longer than its moment lasts, and nobody who was refused.
type known struct {
	mu     sync.Mutex
	at     Changes
	people map[holder]person
}

// holder names a token or session by the hash of its text.
type holder struct {
	session bool
	hash    string
}

// person is who holds it.
type person struct {
	who     Actor
	session Session
}

func (k *known) get(h holder, at Changes) (person, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at != at {
		return person{}, false
	}
	p, ok := k.people[h]
	return p, ok
}

// keep remembers what was read since a moment.
func (k *known) keep(h holder, at Changes, p person) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at != at || k.people == nil || len(k.people) >= maxKnown {
		k.at, k.people = at, map[holder]person{}
	}
	k.people[h] = p
}

func (k *known) drop(h holder) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.people, h)
}
