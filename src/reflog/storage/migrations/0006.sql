-- Format 6: what is known of people (facts are notes with a topic), needs that nobody serves
-- yet, introductions passed on, the word of each side, business with whoever came by
-- themselves. A column that is new stands last in its table, and rows keep what they had: the
-- journal tells the rest, and knows nothing of what was added.

ALTER TABLE contact ADD COLUMN greeting TEXT CHECK (greeting <> '');
ALTER TABLE contact ADD COLUMN language TEXT CHECK (language <> '');
CREATE INDEX contact_role ON contact (role, id) WHERE role IS NOT NULL;

-- Any program's cards may be remembered.
CREATE TABLE contact_card_new (
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
INSERT INTO contact_card_new
  SELECT id, contact_id, source, key, name, company, profession, role, city, note, aliases,
    emails, phones, tags, referrers, extras, NULL, NULL FROM contact_card;
DROP TABLE contact_card;
ALTER TABLE contact_card_new RENAME TO contact_card;
CREATE INDEX contact_card_contact ON contact_card (contact_id);

-- To whom it was passed on: a second introduction, made by the provider of this one.
ALTER TABLE introduction ADD COLUMN passed_id INTEGER
  REFERENCES introduction (number) ON DELETE NO ACTION;
CREATE INDEX introduction_passed ON introduction (passed_id) WHERE passed_id IS NOT NULL;
-- Counted without reading the rows.
DROP INDEX introduction_introducer;
CREATE INDEX introduction_introducer
  ON introduction (introducer_id, made_on, provider_id, stage);
DROP INDEX introduction_prospect;
CREATE INDEX introduction_prospect
  ON introduction (prospect_id, made_on, provider_id, stage);
-- My own custom: few among those that others brought me.
CREATE INDEX introduction_custom ON introduction (made_on, provider_id)
  WHERE prospect_id = 1 AND introducer_id = 1;

-- told_by: the side whose word it is. moved: 0 where the introduction had come as far already,
-- and what was told changed no stage. A lead that became an introduction has a row for it.
CREATE TABLE stage_change_new (
  id INTEGER PRIMARY KEY,
  introduction_id INTEGER NOT NULL REFERENCES introduction (number) ON DELETE NO ACTION,
  stage TEXT NOT NULL CHECK (stage IN ('lead', 'introduced', 'connected', 'met', 'won', 'lost',
    'declined', 'bad')),
  reached_on TEXT NOT NULL CHECK (reached_on IS date(reached_on, '+0 days')),
  told_by INTEGER REFERENCES contact (id) ON DELETE NO ACTION,
  moved INTEGER NOT NULL DEFAULT 1 CHECK (moved IN (0, 1)),
  CHECK (moved = 1 OR told_by IS NOT NULL)
) STRICT;
INSERT INTO stage_change_new
  SELECT id, introduction_id, stage, reached_on, NULL, 1 FROM stage_change;
DROP TABLE stage_change;
ALTER TABLE stage_change_new RENAME TO stage_change;
CREATE INDEX stage_change_introduction ON stage_change (introduction_id);
CREATE INDEX stage_change_reached ON stage_change (reached_on, introduction_id);
CREATE INDEX stage_change_told ON stage_change (told_by) WHERE told_by IS NOT NULL;

-- What I promise myself is a follow-up with me. every_unit: days, weeks, months or years.
CREATE TABLE follow_up_new (
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
INSERT INTO follow_up_new
  SELECT number, contact_id, purpose, what, due_on, about_id, status, done_on, every, note,
    unasked, 'd' FROM follow_up;
DROP TABLE follow_up;
ALTER TABLE follow_up_new RENAME TO follow_up;
CREATE INDEX follow_up_due ON follow_up (due_on, number) WHERE status = 'open';
CREATE INDEX follow_up_owed ON follow_up (contact_id, due_on) WHERE status = 'open';
-- Only what is done has a day of it, so a person's latest is read off this index too.
CREATE INDEX follow_up_contact ON follow_up (contact_id, done_on);
CREATE INDEX follow_up_about ON follow_up (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX follow_up_done ON follow_up (done_on) WHERE status = 'done';
CREATE INDEX follow_up_asked ON follow_up (contact_id, done_on)
  WHERE status = 'done' AND purpose = 'ask';
CREATE UNIQUE INDEX follow_up_question ON follow_up (contact_id, about_id)
  WHERE status = 'open' AND purpose IN ('consent', 'first-call', 'check-in', 'outcome');
CREATE UNIQUE INDEX follow_up_debt ON follow_up (contact_id, ifnull(about_id, 0), purpose)
  WHERE status = 'open' AND purpose IN ('thank', 'pay-back', 'report-back', 'apology');
CREATE UNIQUE INDEX follow_up_care ON follow_up (contact_id, purpose)
  WHERE status = 'open' AND purpose IN ('stay-in-touch', 'one-to-one', 'ask', 'review');

-- Business came of an introduction, or else with somebody who came by themselves.
CREATE TABLE business_new (
  number INTEGER PRIMARY KEY REFERENCES entry (number) ON DELETE NO ACTION,
  about_id INTEGER REFERENCES introduction (number) ON DELETE NO ACTION,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  closed_on TEXT NOT NULL CHECK (closed_on IS date(closed_on, '+0 days')),
  note TEXT CHECK (note <> ''),
  contact_id INTEGER CHECK (contact_id <> 1) REFERENCES contact (id) ON DELETE NO ACTION,
  CHECK ((about_id IS NULL) = (contact_id IS NOT NULL))
) STRICT;
INSERT INTO business_new
  SELECT number, about_id, amount, currency, closed_on, note, NULL FROM business;
DROP TABLE business;
ALTER TABLE business_new RENAME TO business;
CREATE INDEX business_about ON business (about_id);
CREATE INDEX business_closed ON business (closed_on);
CREATE INDEX business_contact ON business (contact_id) WHERE contact_id IS NOT NULL;

-- A note with a topic is a fact. Some topics speak for themselves; room and full may end.
CREATE TABLE note_new (
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
INSERT INTO note_new
  SELECT number, contact_id, noted_on, about_id, text, NULL, NULL FROM note;
DROP TABLE note;
ALTER TABLE note_new RENAME TO note;
CREATE INDEX note_contact ON note (contact_id, noted_on);
CREATE INDEX note_about ON note (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX note_noted ON note (noted_on);
CREATE INDEX note_fact ON note (contact_id, topic, noted_on) WHERE topic IS NOT NULL;
CREATE INDEX note_topic ON note (topic, noted_on) WHERE topic IS NOT NULL;
