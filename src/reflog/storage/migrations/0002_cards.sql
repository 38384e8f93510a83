-- Format 2: what files of other programs say of the people, and who is not the same.

-- What a card of a file last said of a person. A card is known again by its key: what the
-- file itself calls the person for good, else `~` and a digest of name and addresses. So the
-- same file adds nothing, and what the user has edited since is told from what the file
-- has changed. Lists are joined by the unit separator, char(31). extras: the properties of a
-- vCard that the ledger has no field for, written again as they came.
CREATE TABLE contact_card (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE NO ACTION,
  source TEXT NOT NULL CHECK (source IN ('vcard', 'google', 'outlook', 'linkedin', 'csv',
    'reflog')),
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
