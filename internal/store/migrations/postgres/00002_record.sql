-- +goose Up
CREATE TABLE editions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organiser TEXT COLLATE "C" NOT NULL REFERENCES organisers (id),
  slug TEXT COLLATE "C" NOT NULL UNIQUE,
  name TEXT COLLATE "C" NOT NULL,
  name_en TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  year BIGINT NOT NULL,
  level TEXT COLLATE "C" NOT NULL,
  province TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  rules TEXT COLLATE "C" NOT NULL,
  rules_frozen BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX editions_organiser ON editions (organiser);

CREATE TABLE grants (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  body TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  employer TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  ended BIGINT NOT NULL
);
CREATE INDEX grants_edition ON grants (edition);
CREATE INDEX grants_user ON grants (user_id);

CREATE TABLE series (
  owner TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  last_n BIGINT NOT NULL,
  PRIMARY KEY (owner, name)
);

CREATE TABLE producers (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organiser TEXT COLLATE "C" NOT NULL REFERENCES organisers (id),
  owner TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  name_key TEXT COLLATE "C" NOT NULL,
  entity_kind TEXT COLLATE "C" NOT NULL,
  tax_code TEXT COLLATE "C" NOT NULL,
  registration_number TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  commune TEXT COLLATE "C" NOT NULL,
  commune_key TEXT COLLATE "C" NOT NULL,
  phone TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  representative TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX producers_name ON producers (organiser, name_key, commune_key);

CREATE TABLE products (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  producer TEXT COLLATE "C" REFERENCES producers (id),
  name TEXT COLLATE "C" NOT NULL,
  name_key TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX products_name ON products (producer, name_key);

CREATE TABLE nominations (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  seq BIGINT NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  entry_code TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  product_id TEXT COLLATE "C" REFERENCES products (id),
  producer_id TEXT COLLATE "C" REFERENCES producers (id),
  product TEXT COLLATE "C" NOT NULL,
  set_members TEXT COLLATE "C" NOT NULL,
  product_group TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  producer TEXT COLLATE "C" NOT NULL,
  filer TEXT COLLATE "C" NOT NULL,
  by_office BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  submitted BIGINT NOT NULL,
  import_key TEXT COLLATE "C" NOT NULL,
  sort_key BYTEA NOT NULL,
  folded TEXT COLLATE "C" NOT NULL,
  exact TEXT COLLATE "C" NOT NULL,
  UNIQUE (edition, seq)
);
CREATE UNIQUE INDEX nominations_entry_code ON nominations (edition, entry_code) WHERE entry_code <> '';
CREATE INDEX nominations_order ON nominations (edition, sort_key, id);
CREATE INDEX nominations_key ON nominations (edition, import_key);
CREATE INDEX nominations_filer ON nominations (edition, filer);
CREATE INDEX nominations_product ON nominations (product_id);
CREATE INDEX nominations_producer ON nominations (producer_id);

CREATE TABLE documents (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  n BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  filename TEXT COLLATE "C" NOT NULL,
  uploader TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  removed BIGINT NOT NULL,
  UNIQUE (nomination, n)
);
CREATE INDEX documents_sha256 ON documents (sha256);

CREATE TABLE verdicts (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  verdict TEXT COLLATE "C" NOT NULL,
  reasons TEXT COLLATE "C" NOT NULL,
  due TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX verdicts_nomination ON verdicts (nomination);

CREATE TABLE declarations (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  judge TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  made_at BIGINT NOT NULL
);
CREATE INDEX declarations_edition ON declarations (edition, judge);

CREATE TABLE conflicts (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  judge TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  reason TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX conflicts_edition ON conflicts (edition, judge);

CREATE TABLE passes (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  n BIGINT NOT NULL,
  closed BIGINT NOT NULL,
  closed_by TEXT COLLATE "C" NOT NULL,
  left_open TEXT COLLATE "C" NOT NULL,
  sheets_hash TEXT COLLATE "C" NOT NULL,
  reopened BIGINT NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  opened BIGINT NOT NULL,
  UNIQUE (edition, n)
);

CREATE TABLE sheets (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  pass BIGINT NOT NULL,
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  judge TEXT COLLATE "C" NOT NULL REFERENCES users (id),
  entry_code TEXT COLLATE "C" NOT NULL,
  product TEXT COLLATE "C" NOT NULL,
  product_group TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  marks TEXT COLLATE "C" NOT NULL,
  total BIGINT,
  by_top TEXT COLLATE "C" NOT NULL,
  comment TEXT COLLATE "C" NOT NULL,
  seal TEXT COLLATE "C" NOT NULL,
  acts BIGINT NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  updated BIGINT NOT NULL,
  UNIQUE (edition, pass, nomination, judge)
);
CREATE INDEX sheets_order ON sheets (edition, pass, entry_code, id);
CREATE INDEX sheets_judge ON sheets (edition, judge, pass, entry_code, id);
-- Covers what a ranking reads, so that it never touches the marks.
CREATE INDEX sheets_totals ON sheets (edition, pass, nomination, judge, state, seal);
CREATE INDEX sheets_nomination ON sheets (nomination);

CREATE TABLE sheet_drafts (
  sheet TEXT COLLATE "C" NOT NULL REFERENCES sheets (id),
  version BIGINT NOT NULL,
  marks TEXT COLLATE "C" NOT NULL,
  total BIGINT,
  comment TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (sheet, version)
);

CREATE TABLE sheet_seals (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  sheet TEXT COLLATE "C" NOT NULL REFERENCES sheets (id),
  version BIGINT NOT NULL,
  marks TEXT COLLATE "C" NOT NULL,
  total BIGINT,
  by_top TEXT COLLATE "C" NOT NULL,
  comment TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX sheet_seals_totals ON sheet_seals (id, total, by_top);
CREATE INDEX sheet_seals_sheet ON sheet_seals (sheet, version);

CREATE TABLE proposals (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  members BIGINT NOT NULL,
  held_on TEXT COLLATE "C" NOT NULL,
  items TEXT COLLATE "C" NOT NULL,
  left_out TEXT COLLATE "C" NOT NULL,
  present BIGINT NOT NULL,
  votes_for BIGINT NOT NULL,
  votes_against BIGINT NOT NULL,
  votes_abstain BIGINT NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX proposals_edition ON proposals (edition, made_at);

CREATE TABLE decisions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  number TEXT COLLATE "C" NOT NULL,
  decided_on TEXT COLLATE "C" NOT NULL,
  authority TEXT COLLATE "C" NOT NULL,
  signer TEXT COLLATE "C" NOT NULL,
  nominations TEXT COLLATE "C" NOT NULL,
  notified_on TEXT COLLATE "C" NOT NULL,
  file TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX decisions_edition ON decisions (edition, made_at);

CREATE TABLE erasures (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tbl TEXT COLLATE "C" NOT NULL,
  row_id TEXT COLLATE "C" NOT NULL,
  fields TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);

CREATE TABLE certificates (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organiser TEXT COLLATE "C" NOT NULL REFERENCES organisers (id),
  edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
  nomination TEXT COLLATE "C" NOT NULL REFERENCES nominations (id),
  decision TEXT COLLATE "C" NOT NULL REFERENCES decisions (id),
  code TEXT COLLATE "C" NOT NULL UNIQUE,
  seq BIGINT NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  statement TEXT COLLATE "C" NOT NULL,
  product TEXT COLLATE "C" NOT NULL,
  producer TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  product_group TEXT COLLATE "C" NOT NULL,
  issued_on TEXT COLLATE "C" NOT NULL,
  valid_until TEXT COLLATE "C" NOT NULL,
  pdf_sha256 TEXT COLLATE "C" NOT NULL,
  prepared BIGINT NOT NULL,
  issued BIGINT NOT NULL,
  replaces TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  reissue_number TEXT COLLATE "C" NOT NULL,
  reissue_date TEXT COLLATE "C" NOT NULL,
  prepared_by TEXT COLLATE "C" NOT NULL,
  year BIGINT NOT NULL,
  folded TEXT COLLATE "C" NOT NULL,
  UNIQUE (organiser, year, seq)
);
CREATE INDEX certificates_edition ON certificates (edition, year, seq, id);
CREATE INDEX certificates_order ON certificates (year, seq, id);
CREATE INDEX certificates_nomination ON certificates (nomination);
CREATE INDEX certificates_decision ON certificates (decision);
CREATE INDEX certificates_sha256 ON certificates (pdf_sha256);

CREATE TABLE certificate_events (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  certificate TEXT COLLATE "C" NOT NULL REFERENCES certificates (id),
  kind TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  decision_number TEXT COLLATE "C" NOT NULL,
  decision_date TEXT COLLATE "C" NOT NULL,
  effective_on TEXT COLLATE "C" NOT NULL,
  successor TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX certificate_events_certificate ON certificate_events (certificate, made_at);
