-- The ledger as it is now, which a new one is made of; a numbered step brings an older one to it,
-- to the letter: so a column that a step added stands on the line of the one before, and a table
-- that one made anew has its name in quotes. Days are ISO text, instants UTC ISO text with milliseconds,
-- money whole minor units. Contact 1 is me. Folded columns hold text without accents and
-- case; they are for looking up, never for showing. A modifier makes date() count: without
-- one it takes 2026-02-30 as it stands.

-- The journal: one op for each command. Its digest is one over all it did and the digest of
-- the op before it. forgotten: it changed something of somebody who was erased since.
-- An op begins unsealed; 0 is no op's id, so the deferred reference lets nothing be
-- committed before the op is sealed, and the unique index allows one open op.
CREATE TABLE op (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  at TEXT NOT NULL,
  command TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1)),
  unsealed INTEGER DEFAULT 0 CHECK (unsealed = 0)
    REFERENCES op (id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
  digest BLOB CHECK (length(digest) = 16),
  CHECK ((unsealed IS NULL) = (digest IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX op_open ON op (unsealed) WHERE unsealed IS NOT NULL;

-- Which ops an undo took back (or which undo a redo took back).
CREATE TABLE op_undoes (
  op_id INTEGER NOT NULL REFERENCES op (id) ON DELETE NO ACTION,
  undone_id INTEGER NOT NULL REFERENCES op (id) ON DELETE NO ACTION,
  PRIMARY KEY (op_id, undone_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX op_undoes_undone ON op_undoes (undone_id);

-- What the op changed, in parts of some lines each: JSON, [table, key, before, after], deflated.
-- before and after are objects: whole rows where one was made or removed, else the columns that
-- changed. Parts are numbered on from 1 in the order of their ops, so no index is needed to find
-- those of one. checksum: the CRC-32 of content.
CREATE TABLE part (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  op_id INTEGER NOT NULL REFERENCES op (id) ON DELETE NO ACTION,
  checksum INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  handle TEXT NOT NULL UNIQUE CHECK (
    length(handle) BETWEEN 1 AND 64
    AND handle GLOB '[a-z0-9]*' AND handle NOT GLOB '*[^a-z0-9._-]*' AND handle GLOB '*[^0-9]*'),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  folded TEXT NOT NULL,
  company TEXT CHECK (company <> ''),
  profession TEXT CHECK (profession <> ''),
  role TEXT CHECK (role IN ('client', 'past-client', 'association', 'supplier',
    'competitor', 'colleague', 'partner', 'friend')),
  city TEXT CHECK (city <> ''),
  note TEXT CHECK (note <> ''),
  created_on TEXT NOT NULL CHECK (created_on IS date(created_on, '+0 days')), greeting TEXT CHECK (greeting <> ''), language TEXT CHECK (language <> ''),
  CHECK ((id = 1) = (handle = 'me'))
) STRICT;
CREATE INDEX contact_folded ON contact (folded);
CREATE INDEX contact_role ON contact (role, id) WHERE role IS NOT NULL;

CREATE TABLE contact_alias (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  alias TEXT NOT NULL CHECK (length(alias) BETWEEN 1 AND 200),
  folded TEXT NOT NULL,
  UNIQUE (contact_id, folded)
) STRICT;
CREATE INDEX contact_alias_folded ON contact_alias (folded);

CREATE TABLE contact_email (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  folded TEXT NOT NULL,
  UNIQUE (contact_id, folded)
) STRICT;
CREATE INDEX contact_email_folded ON contact_email (folded);

-- e164 is null where the number as typed could not be read as one.
CREATE TABLE contact_phone (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  phone TEXT NOT NULL CHECK (length(phone) BETWEEN 3 AND 40),
  e164 TEXT CHECK (e164 GLOB '+[0-9]*'),
  UNIQUE (contact_id, phone)
) STRICT;
CREATE INDEX contact_phone_e164 ON contact_phone (e164) WHERE e164 IS NOT NULL;

CREATE TABLE contact_tag (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  tag TEXT NOT NULL CHECK (length(tag) BETWEEN 1 AND 200),
  folded TEXT NOT NULL,
  UNIQUE (contact_id, folded)
) STRICT;
CREATE INDEX contact_tag_folded ON contact_tag (folded);

-- Derived at the seal, not journaled: every word of every name and alias.
CREATE TABLE name_word (
  word TEXT NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (word, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_word_contact ON name_word (contact_id);

-- What a card of a file last said of a person. A card is known again by its key: what the
-- file itself calls the person for good, else `~` and a digest of name and addresses. So the
-- same file adds nothing, and what the user has edited since is told from what the file
-- has changed. Lists are joined by the unit separator, char(31). extras: the properties of a
-- vCard that the ledger has no field for, written again as they came.
CREATE TABLE "contact_card" (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  source TEXT NOT NULL CHECK (source <> ''),
  key TEXT NOT NULL CHECK (key <> ''),
  name TEXT CHECK (name <> ''),
  company TEXT CHECK (company <> ''),
  profession TEXT CHECK (profession <> ''),
  role TEXT CHECK (role <> ''),
  city TEXT CHECK (city <> ''),
  note TEXT CHECK (note <> ''),
  aliases TEXT CHECK (aliases <> ''),
  emails TEXT CHECK (emails <> ''),
  phones TEXT CHECK (phones <> ''),
  tags TEXT CHECK (tags <> ''),
  referrers TEXT CHECK (referrers <> ''),
  extras TEXT CHECK (extras <> ''),
  greeting TEXT CHECK (greeting <> ''),
  language TEXT CHECK (language <> ''),
  UNIQUE (source, key)
) STRICT;
CREATE INDEX contact_card_contact ON contact_card (contact_id);

-- Two persons who are not the same, however alike they look: asked once, remembered.
CREATE TABLE contact_distinct (
  id INTEGER PRIMARY KEY,
  low_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  high_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  UNIQUE (low_id, high_id),
  CHECK (low_id < high_id)
) STRICT;
CREATE INDEX contact_distinct_high ON contact_distinct (high_id);

-- One running number over everything that is recorded.
CREATE TABLE entry (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  uid BLOB NOT NULL CHECK (length(uid) = 16),
  kind TEXT NOT NULL CHECK (kind IN ('introduction', 'follow-up', 'business', 'thanks',
    'one-to-one', 'note')),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE introduction (
  number INTEGER PRIMARY KEY REFERENCES entry (number) ON DELETE NO ACTION,
  introducer_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  provider_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  prospect_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  made_on TEXT NOT NULL CHECK (made_on IS date(made_on, '+0 days')),
  stage TEXT NOT NULL CHECK (stage IN ('lead', 'introduced', 'connected', 'met', 'won',
    'lost', 'declined', 'bad')),
  stage_on TEXT NOT NULL CHECK (stage_on IS date(stage_on, '+0 days')),
  need TEXT CHECK (need <> ''),
  offer TEXT CHECK (offer <> ''),
  caller TEXT NOT NULL DEFAULT 'provider'
    CHECK (caller IN ('provider', 'prospect', 'introducer')),
  consent INTEGER CHECK (consent IN (0, 1)),
  effort TEXT CHECK (effort IN ('details', 'material', 'testimonial', 'call', 'in-person')),
  why TEXT CHECK (why <> ''),
  at_fault_id INTEGER REFERENCES contact (id) ON DELETE NO ACTION,
  note TEXT CHECK (note <> ''),
  imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
  -- Set once I said that nothing follows, or corrected it by hand: then no question need be open.
  quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1)), passed_id INTEGER
  REFERENCES introduction (number) ON DELETE NO ACTION,
  CHECK (provider_id <> prospect_id),
  CHECK (provider_id <> introducer_id),
  CHECK (stage_on >= made_on),
  CHECK (at_fault_id IS NULL OR stage = 'bad')
) STRICT;
-- Who has given and got how much is counted from these and from thanks_contact alone.
CREATE INDEX introduction_introducer
  ON introduction (introducer_id, made_on, provider_id, stage);
CREATE INDEX introduction_provider
  ON introduction (provider_id, made_on, introducer_id, stage);
CREATE INDEX introduction_prospect
  ON introduction (prospect_id, made_on, provider_id, stage);
-- Whom an introduction brought: the prospect, or the provider where I am the prospect.
CREATE INDEX introduction_brought ON introduction (
  (CASE prospect_id WHEN 1 THEN provider_id ELSE prospect_id END), made_on, number);
CREATE INDEX introduction_made ON introduction (made_on);
-- What is open still, for completion.
CREATE INDEX introduction_open ON introduction (number)
  WHERE stage IN ('lead', 'introduced', 'connected', 'met');
-- My own custom: few among those that others brought me.
CREATE INDEX introduction_custom ON introduction (made_on, provider_id)
  WHERE prospect_id = 1 AND introducer_id = 1;
-- Whoever is taken out of the ledger must be looked for in every column that names a person.
CREATE INDEX introduction_at_fault ON introduction (at_fault_id) WHERE at_fault_id IS NOT NULL;
-- To whom it was passed on: a second introduction, made by the provider of this one.
CREATE INDEX introduction_passed ON introduction (passed_id) WHERE passed_id IS NOT NULL;

-- How far it had come by when: the story of each introduction. told_by: the side whose word it is.
-- moved: 0 where the introduction had come as far already, and what was told changed no stage. A
-- lead that became an introduction has a row for it.
CREATE TABLE "stage_change" (
  id INTEGER PRIMARY KEY,
  introduction_id INTEGER NOT NULL REFERENCES introduction (number) ON DELETE NO ACTION,
  stage TEXT NOT NULL CHECK (stage IN ('lead', 'introduced', 'connected', 'met', 'won', 'lost',
    'declined', 'bad')),
  reached_on TEXT NOT NULL CHECK (reached_on IS date(reached_on, '+0 days')),
  told_by INTEGER REFERENCES contact (id) ON DELETE NO ACTION,
  moved INTEGER NOT NULL DEFAULT 1 CHECK (moved IN (0, 1)),
  CHECK (moved = 1 OR told_by IS NOT NULL)
) STRICT;
CREATE INDEX stage_change_introduction ON stage_change (introduction_id);
CREATE INDEX stage_change_reached ON stage_change (reached_on, introduction_id);
CREATE INDEX stage_change_told ON stage_change (told_by) WHERE told_by IS NOT NULL;

-- unasked: an event of the introduction closed it, not I. What I promise myself is a follow-up with
-- me. every_unit: days, weeks, months or years.
CREATE TABLE "follow_up" (
  number INTEGER PRIMARY KEY REFERENCES entry (number) ON DELETE NO ACTION,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  purpose TEXT NOT NULL CHECK (purpose IN ('consent', 'first-call', 'check-in', 'outcome',
    'thank', 'pay-back', 'report-back', 'apology', 'stay-in-touch', 'one-to-one', 'ask',
    'review', 'find', 'other')),
  what TEXT CHECK (what <> ''),
  due_on TEXT NOT NULL CHECK (due_on IS date(due_on, '+0 days')),
  about_id INTEGER REFERENCES introduction (number) ON DELETE NO ACTION,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'dropped')),
  done_on TEXT CHECK (done_on IS date(done_on, '+0 days')),
  every INTEGER CHECK (every BETWEEN 1 AND 3650),
  note TEXT CHECK (note <> ''),
  unasked INTEGER NOT NULL DEFAULT 0 CHECK (unasked IN (0, 1)),
  every_unit TEXT NOT NULL DEFAULT 'd' CHECK (every_unit IN ('d', 'w', 'm', 'y')),
  CHECK (contact_id <> 1 OR purpose = 'other'),
  CHECK ((status = 'done') = (done_on IS NOT NULL)),
  CHECK ((purpose IN ('other', 'find')) = (what IS NOT NULL)),
  CHECK (purpose NOT IN ('consent', 'first-call', 'check-in', 'outcome')
    OR about_id IS NOT NULL),
  CHECK (unasked = 0 OR status = 'dropped')
) STRICT;
CREATE INDEX follow_up_due ON follow_up (due_on, number) WHERE status = 'open';
CREATE INDEX follow_up_owed ON follow_up (contact_id, due_on) WHERE status = 'open';
-- Only what is done has a day of it, so a person's latest is read off this index too.
CREATE INDEX follow_up_contact ON follow_up (contact_id, done_on);
CREATE INDEX follow_up_about ON follow_up (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX follow_up_done ON follow_up (done_on) WHERE status = 'done';
CREATE INDEX follow_up_asked ON follow_up (contact_id, done_on)
  WHERE status = 'done' AND purpose = 'ask';
-- The playbook's families: one question with one person about one introduction, one of
-- each debt with one person about one introduction, one of each care with one person.
CREATE UNIQUE INDEX follow_up_question ON follow_up (contact_id, about_id)
  WHERE status = 'open' AND purpose IN ('consent', 'first-call', 'check-in', 'outcome');
CREATE UNIQUE INDEX follow_up_debt ON follow_up (contact_id, ifnull(about_id, 0), purpose)
  WHERE status = 'open' AND purpose IN ('thank', 'pay-back', 'report-back', 'apology');
CREATE UNIQUE INDEX follow_up_care ON follow_up (contact_id, purpose)
  WHERE status = 'open' AND purpose IN ('stay-in-touch', 'one-to-one', 'ask', 'review');

-- Business came of an introduction, or else with somebody who came by themselves. amount: minor
-- units of the ISO 4217 currency.
CREATE TABLE "business" (
  number INTEGER PRIMARY KEY REFERENCES entry (number) ON DELETE NO ACTION,
  about_id INTEGER REFERENCES introduction (number) ON DELETE NO ACTION,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  closed_on TEXT NOT NULL CHECK (closed_on IS date(closed_on, '+0 days')),
  note TEXT CHECK (note <> ''),
  contact_id INTEGER CHECK (contact_id <> 1) REFERENCES contact (id) ON DELETE NO ACTION,
  CHECK ((about_id IS NULL) = (contact_id IS NOT NULL))
) STRICT;
CREATE INDEX business_about ON business (about_id);
CREATE INDEX business_closed ON business (closed_on);
CREATE INDEX business_contact ON business (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE thanks (
  number INTEGER PRIMARY KEY REFERENCES entry (number) ON DELETE NO ACTION,
  contact_id INTEGER NOT NULL CHECK (contact_id <> 1)
    REFERENCES contact (id) ON DELETE NO ACTION,
  direction TEXT NOT NULL CHECK (direction IN ('given', 'received')),
  via TEXT CHECK (via IN ('note', 'card', 'call', 'message', 'gift', 'meal', 'in-person',
    'referral', 'business', 'advice')),
  expressed_on TEXT NOT NULL CHECK (expressed_on IS date(expressed_on, '+0 days')),
  about_id INTEGER REFERENCES introduction (number) ON DELETE NO ACTION,
  note TEXT CHECK (note <> '')
) STRICT;
CREATE INDEX thanks_contact ON thanks (contact_id, expressed_on, direction);
CREATE INDEX thanks_about ON thanks (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX thanks_expressed ON thanks (expressed_on);

CREATE TABLE one_to_one (
  number INTEGER PRIMARY KEY REFERENCES entry (number) ON DELETE NO ACTION,
  contact_id INTEGER NOT NULL CHECK (contact_id <> 1)
    REFERENCES contact (id) ON DELETE NO ACTION,
  held_on TEXT NOT NULL CHECK (held_on IS date(held_on, '+0 days')),
  note TEXT CHECK (note <> '')
) STRICT;
CREATE INDEX one_to_one_contact ON one_to_one (contact_id, held_on);
CREATE INDEX one_to_one_held ON one_to_one (held_on);

-- A note with a topic is a fact. Some topics speak for themselves; room and full may end.
CREATE TABLE "note" (
  number INTEGER PRIMARY KEY REFERENCES entry (number) ON DELETE NO ACTION,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  noted_on TEXT NOT NULL CHECK (noted_on IS date(noted_on, '+0 days')),
  about_id INTEGER REFERENCES introduction (number) ON DELETE NO ACTION,
  text TEXT CHECK (text <> ''),
  topic TEXT CHECK (topic IN ('does', 'say', 'apart', 'wants', 'story', 'used', 'knows',
    'plans', 'partners', 'professional', 'passionate', 'personable', 'trust', 'doubt', 'out',
    'room', 'full', 'told', 'visited')),
  until_on TEXT CHECK (until_on IS date(until_on, '+0 days')),
  CHECK (text IS NOT NULL
    OR topic IN ('trust', 'doubt', 'out', 'room', 'full', 'told', 'visited')),
  CHECK (until_on IS NULL OR topic IN ('room', 'full'))
) STRICT;
CREATE INDEX note_contact ON note (contact_id, noted_on);
CREATE INDEX note_about ON note (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX note_noted ON note (noted_on);
CREATE INDEX note_fact ON note (contact_id, topic, noted_on) WHERE topic IS NOT NULL;
CREATE INDEX note_topic ON note (topic, noted_on) WHERE topic IS NOT NULL;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Derived at the seal: one row for each text, its rowid the key times 64 plus the field's
-- code, its text folded. Contentless: the text itself stays in its table.
CREATE VIRTUAL TABLE search USING fts5 (
  text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, row);

-- Derived at the seal: every word of the search index, and which words hold which three
-- letters, for finding what stands inside of words.
CREATE TABLE search_term (
  id INTEGER PRIMARY KEY,
  term TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search_inside USING fts5 (
  term, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');
