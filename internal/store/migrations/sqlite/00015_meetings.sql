-- +goose Up
-- One meeting of a council. Position and revision are where it stands now and no part of the record.
CREATE TABLE meetings (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  n INTEGER NOT NULL,
  pass INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  breaks TEXT NOT NULL,
  agenda TEXT NOT NULL,
  closed INTEGER NOT NULL,
  closed_by TEXT NOT NULL,
  proposal TEXT NOT NULL,
  reason TEXT NOT NULL,
  position TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meetings_edition ON meetings (edition, n);

CREATE TABLE meeting_items (
  id TEXT NOT NULL PRIMARY KEY,
  meeting TEXT NOT NULL REFERENCES meetings (id),
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  nomination TEXT NOT NULL,
  entries TEXT NOT NULL,
  places INTEGER NOT NULL,
  jury TEXT NOT NULL,
  discuss TEXT NOT NULL,
  stand TEXT NOT NULL,
  taken TEXT NOT NULL,
  prize TEXT NOT NULL,
  reason TEXT NOT NULL,
  settled INTEGER NOT NULL,
  settled_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX meeting_items_meeting ON meeting_items (meeting, seq);

CREATE TABLE meeting_roll (
  id TEXT NOT NULL PRIMARY KEY,
  meeting TEXT NOT NULL REFERENCES meetings (id),
  n INTEGER NOT NULL,
  member TEXT NOT NULL REFERENCES users (id),
  present INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meeting_roll_meeting ON meeting_roll (meeting, n);

CREATE TABLE meeting_ballots (
  id TEXT NOT NULL PRIMARY KEY,
  meeting TEXT NOT NULL REFERENCES meetings (id),
  item TEXT NOT NULL REFERENCES meeting_items (id),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  secret INTEGER NOT NULL,
  question TEXT NOT NULL,
  opened INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  list TEXT NOT NULL,
  hand_ballots INTEGER NOT NULL,
  hand TEXT NOT NULL,
  closed INTEGER NOT NULL,
  closed_by TEXT NOT NULL,
  cancelled INTEGER NOT NULL,
  reason TEXT NOT NULL,
  members INTEGER NOT NULL,
  present INTEGER NOT NULL,
  voted INTEGER NOT NULL,
  counts TEXT NOT NULL,
  names TEXT NOT NULL,
  elected TEXT NOT NULL,
  carried INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meeting_ballots_meeting ON meeting_ballots (meeting, n);

CREATE TABLE meeting_dissents (
  id TEXT NOT NULL PRIMARY KEY,
  meeting TEXT NOT NULL REFERENCES meetings (id),
  item TEXT NOT NULL REFERENCES meeting_items (id),
  member TEXT NOT NULL REFERENCES users (id),
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meeting_dissents_item ON meeting_dissents (meeting, item, member);

CREATE TABLE council_conflicts (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  member TEXT NOT NULL REFERENCES users (id),
  nomination TEXT NOT NULL REFERENCES nominations (id),
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX council_conflicts_edition ON council_conflicts (edition, member, nomination);

-- What members chose on devices in a ballot that is still open; it goes into the ballot when that is closed.
CREATE TABLE named_votes (
  ballot TEXT NOT NULL,
  member TEXT NOT NULL,
  choices TEXT NOT NULL,
  PRIMARY KEY (ballot, member)
) STRICT, WITHOUT ROWID;

-- Who has voted in a secret ballot that is still open, and how often each choice was made. No row says which of
-- them belong together: neither has a time or an order, and every vote writes all rows of both anew.
CREATE TABLE secret_voters (
  ballot TEXT NOT NULL,
  member TEXT NOT NULL,
  PRIMARY KEY (ballot, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret_votes (
  ballot TEXT NOT NULL,
  choice TEXT NOT NULL,
  votes INTEGER NOT NULL,
  PRIMARY KEY (ballot, choice)
) STRICT, WITHOUT ROWID;
