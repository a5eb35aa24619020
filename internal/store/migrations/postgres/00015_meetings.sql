-- +goose Up
-- One meeting of a council. Position and revision are where it stands now and no part of the record.
CREATE TABLE meetings (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  n BIGINT NOT NULL,
  pass BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  opened_by TEXT COLLATE "C" NOT NULL,
  breaks TEXT COLLATE "C" NOT NULL,
  agenda TEXT COLLATE "C" NOT NULL,
  closed BIGINT NOT NULL,
  closed_by TEXT COLLATE "C" NOT NULL,
  proposal TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  position TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL
);
CREATE UNIQUE INDEX meetings_edition ON meetings (edition, n);

CREATE TABLE meeting_items (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  meeting TEXT COLLATE "C" NOT NULL REFERENCES meetings (id),
  seq BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  nomination TEXT COLLATE "C" NOT NULL,
  entries TEXT COLLATE "C" NOT NULL,
  places BIGINT NOT NULL,
  jury TEXT COLLATE "C" NOT NULL,
  discuss TEXT COLLATE "C" NOT NULL,
  stand TEXT COLLATE "C" NOT NULL,
  taken TEXT COLLATE "C" NOT NULL,
  prize TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  settled BIGINT NOT NULL,
  settled_by TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX meeting_items_meeting ON meeting_items (meeting, seq);

CREATE TABLE meeting_roll (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  meeting TEXT COLLATE "C" NOT NULL REFERENCES meetings (id),
  n BIGINT NOT NULL,
  member TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  present BIGINT NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX meeting_roll_meeting ON meeting_roll (meeting, n);

CREATE TABLE meeting_ballots (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  meeting TEXT COLLATE "C" NOT NULL REFERENCES meetings (id),
  item TEXT COLLATE "C" NOT NULL REFERENCES meeting_items (id),
  n BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  secret BIGINT NOT NULL,
  question TEXT COLLATE "C" NOT NULL,
  opened BIGINT NOT NULL,
  opened_by TEXT COLLATE "C" NOT NULL,
  list TEXT COLLATE "C" NOT NULL,
  hand_ballots BIGINT NOT NULL,
  hand TEXT COLLATE "C" NOT NULL,
  closed BIGINT NOT NULL,
  closed_by TEXT COLLATE "C" NOT NULL,
  cancelled BIGINT NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  members BIGINT NOT NULL,
  present BIGINT NOT NULL,
  voted BIGINT NOT NULL,
  counts TEXT COLLATE "C" NOT NULL,
  names TEXT COLLATE "C" NOT NULL,
  elected TEXT COLLATE "C" NOT NULL,
  carried BIGINT NOT NULL
);
CREATE UNIQUE INDEX meeting_ballots_meeting ON meeting_ballots (meeting, n);

CREATE TABLE meeting_dissents (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  meeting TEXT COLLATE "C" NOT NULL REFERENCES meetings (id),
  item TEXT COLLATE "C" NOT NULL REFERENCES meeting_items (id),
  member TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  body TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX meeting_dissents_item ON meeting_dissents (meeting, item, member);

CREATE TABLE council_conflicts (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  member TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  reason TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX council_conflicts_edition ON council_conflicts (edition, member, nomination);

-- What members chose on devices in a ballot that is still open; it goes into the ballot when that is closed.
CREATE TABLE named_votes (
  ballot TEXT COLLATE "C" NOT NULL,
  member TEXT COLLATE "C" NOT NULL,
  choices TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (ballot, member)
);

-- Who has voted in a secret ballot that is still open, and how often each choice was made. No row says which of
-- them belong together: neither has a time or an order, and every vote writes all rows of both anew.
CREATE TABLE secret_voters (
  ballot TEXT COLLATE "C" NOT NULL,
  member TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (ballot, member)
);

CREATE TABLE secret_votes (
  ballot TEXT COLLATE "C" NOT NULL,
  choice TEXT COLLATE "C" NOT NULL,
  votes BIGINT NOT NULL,
  PRIMARY KEY (ballot, choice)
);
