-- +goose Up
CREATE TABLE editions (
  id TEXT NOT NULL PRIMARY KEY,
  organiser TEXT NOT NULL REFERENCES organisers (id),
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  number INTEGER NOT NULL,
  year INTEGER NOT NULL,
  level TEXT NOT NULL,
  province TEXT NOT NULL,
  state TEXT NOT NULL,
  rules TEXT NOT NULL,
  rules_frozen INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX editions_organiser ON editions (organiser);

CREATE TABLE grants (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  body TEXT NOT NULL,
  role TEXT NOT NULL,
  title TEXT NOT NULL,
  employer TEXT NOT NULL,
  created INTEGER NOT NULL,
  ended INTEGER NOT NULL
) STRICT;
CREATE INDEX grants_edition ON grants (edition);
CREATE INDEX grants_user ON grants (user_id);

CREATE TABLE series (
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  last_n INTEGER NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT;

CREATE TABLE producers (
  id TEXT NOT NULL PRIMARY KEY,
  organiser TEXT NOT NULL REFERENCES organisers (id),
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  entity_kind TEXT NOT NULL,
  tax_code TEXT NOT NULL,
  registration_number TEXT NOT NULL,
  address TEXT NOT NULL,
  commune TEXT NOT NULL,
  commune_key TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  representative TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX producers_name ON producers (organiser, name_key, commune_key);

CREATE TABLE products (
  id TEXT NOT NULL PRIMARY KEY,
  producer TEXT REFERENCES producers (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX products_name ON products (producer, name_key);

CREATE TABLE nominations (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  seq INTEGER NOT NULL,
  code TEXT NOT NULL,
  entry_code TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  product_id TEXT REFERENCES products (id),
  producer_id TEXT REFERENCES producers (id),
  product TEXT NOT NULL,
  set_members TEXT NOT NULL,
  product_group TEXT NOT NULL,
  description TEXT NOT NULL,
  producer TEXT NOT NULL,
  filer TEXT NOT NULL,
  by_office INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  submitted INTEGER NOT NULL,
  import_key TEXT NOT NULL,
  sort_key BLOB NOT NULL,
  folded TEXT NOT NULL,
  exact TEXT NOT NULL,
  UNIQUE (edition, seq)
) STRICT;
CREATE UNIQUE INDEX nominations_entry_code ON nominations (edition, entry_code) WHERE entry_code <> '';
CREATE INDEX nominations_order ON nominations (edition, sort_key, id);
CREATE INDEX nominations_key ON nominations (edition, import_key);
CREATE INDEX nominations_filer ON nominations (edition, filer);
CREATE INDEX nominations_product ON nominations (product_id);
CREATE INDEX nominations_producer ON nominations (producer_id);

CREATE TABLE documents (
  id TEXT NOT NULL PRIMARY KEY,
  nomination TEXT NOT NULL REFERENCES nominations (id),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  filename TEXT NOT NULL,
  uploader TEXT NOT NULL,
  created INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  UNIQUE (nomination, n)
) STRICT;
CREATE INDEX documents_sha256 ON documents (sha256);

CREATE TABLE verdicts (
  id TEXT NOT NULL PRIMARY KEY,
  nomination TEXT NOT NULL REFERENCES nominations (id),
  verdict TEXT NOT NULL,
  reasons TEXT NOT NULL,
  due TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX verdicts_nomination ON verdicts (nomination);

CREATE TABLE declarations (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  judge TEXT NOT NULL REFERENCES users (id),
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX declarations_edition ON declarations (edition, judge);

CREATE TABLE conflicts (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  judge TEXT NOT NULL REFERENCES users (id),
  nomination TEXT NOT NULL REFERENCES nominations (id),
  reason TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX conflicts_edition ON conflicts (edition, judge);

CREATE TABLE passes (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  n INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  closed_by TEXT NOT NULL,
  left_open TEXT NOT NULL,
  sheets_hash TEXT NOT NULL,
  reopened INTEGER NOT NULL,
  reason TEXT NOT NULL,
  opened INTEGER NOT NULL,
  UNIQUE (edition, n)
) STRICT;

CREATE TABLE sheets (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  pass INTEGER NOT NULL,
  nomination TEXT NOT NULL REFERENCES nominations (id),
  judge TEXT NOT NULL REFERENCES users (id),
  entry_code TEXT NOT NULL,
  product TEXT NOT NULL,
  product_group TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  marks TEXT NOT NULL,
  total INTEGER,
  by_top TEXT NOT NULL,
  comment TEXT NOT NULL,
  seal TEXT NOT NULL,
  acts INTEGER NOT NULL,
  reason TEXT NOT NULL,
  updated INTEGER NOT NULL,
  UNIQUE (edition, pass, nomination, judge)
) STRICT;
CREATE INDEX sheets_order ON sheets (edition, pass, entry_code, id);
CREATE INDEX sheets_judge ON sheets (edition, judge, pass, entry_code, id);
-- Covers what a ranking reads, so that it never touches the marks.
CREATE INDEX sheets_totals ON sheets (edition, pass, nomination, judge, state, seal);
CREATE INDEX sheets_nomination ON sheets (nomination);

CREATE TABLE sheet_drafts (
  sheet TEXT NOT NULL REFERENCES sheets (id),
  version INTEGER NOT NULL,
  marks TEXT NOT NULL,
  total INTEGER,
  comment TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (sheet, version)
) STRICT;

CREATE TABLE sheet_seals (
  id TEXT NOT NULL PRIMARY KEY,
  sheet TEXT NOT NULL REFERENCES sheets (id),
  version INTEGER NOT NULL,
  marks TEXT NOT NULL,
  total INTEGER,
  by_top TEXT NOT NULL,
  comment TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sheet_seals_totals ON sheet_seals (id, total, by_top);
CREATE INDEX sheet_seals_sheet ON sheet_seals (sheet, version);

CREATE TABLE proposals (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  members INTEGER NOT NULL,
  held_on TEXT NOT NULL,
  items TEXT NOT NULL,
  left_out TEXT NOT NULL,
  present INTEGER NOT NULL,
  votes_for INTEGER NOT NULL,
  votes_against INTEGER NOT NULL,
  votes_abstain INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX proposals_edition ON proposals (edition, made_at);

CREATE TABLE decisions (
  id TEXT NOT NULL PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions (id),
  number TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  authority TEXT NOT NULL,
  signer TEXT NOT NULL,
  nominations TEXT NOT NULL,
  notified_on TEXT NOT NULL,
  file TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_edition ON decisions (edition, made_at);

CREATE TABLE erasures (
  id TEXT NOT NULL PRIMARY KEY,
  tbl TEXT NOT NULL,
  row_id TEXT NOT NULL,
  fields TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE certificates (
  id TEXT NOT NULL PRIMARY KEY,
  organiser TEXT NOT NULL REFERENCES organisers (id),
  edition TEXT NOT NULL REFERENCES editions (id),
  nomination TEXT NOT NULL REFERENCES nominations (id),
  decision TEXT NOT NULL REFERENCES decisions (id),
  code TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  number TEXT NOT NULL,
  statement TEXT NOT NULL,
  product TEXT NOT NULL,
  producer TEXT NOT NULL,
  address TEXT NOT NULL,
  product_group TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  pdf_sha256 TEXT NOT NULL,
  prepared INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  replaces TEXT NOT NULL,
  reason TEXT NOT NULL,
  reissue_number TEXT NOT NULL,
  reissue_date TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  year INTEGER NOT NULL,
  folded TEXT NOT NULL,
  UNIQUE (organiser, year, seq)
) STRICT;
CREATE INDEX certificates_edition ON certificates (edition, year, seq, id);
CREATE INDEX certificates_order ON certificates (year, seq, id);
CREATE INDEX certificates_nomination ON certificates (nomination);
CREATE INDEX certificates_decision ON certificates (decision);
CREATE INDEX certificates_sha256 ON certificates (pdf_sha256);

CREATE TABLE certificate_events (
  id TEXT NOT NULL PRIMARY KEY,
  certificate TEXT NOT NULL REFERENCES certificates (id),
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  decision_date TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  successor TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX certificate_events_certificate ON certificate_events (certificate, made_at);
