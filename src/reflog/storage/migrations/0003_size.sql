-- The ledger, format 3: what keeps answers quick however much it holds.

-- What happened, by day.
CREATE INDEX introduction_made ON introduction (made_on);
CREATE INDEX stage_change_reached ON stage_change (reached_on, introduction_id);
CREATE INDEX follow_up_done ON follow_up (done_on) WHERE status = 'done';
CREATE INDEX business_closed ON business (closed_on);
CREATE INDEX thanks_expressed ON thanks (expressed_on);
CREATE INDEX one_to_one_held ON one_to_one (held_on);
CREATE INDEX note_noted ON note (noted_on);

-- What is open still, for completion.
CREATE INDEX introduction_open ON introduction (number)
  WHERE stage IN ('lead', 'introduced', 'connected', 'met');

-- Derived at the seal: every word of the search index, and which words hold which three
-- letters, for finding what stands inside of words.
CREATE TABLE search_term (
  id INTEGER PRIMARY KEY,
  term TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search_inside USING fts5 (
  term, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');
INSERT INTO search_term (term) SELECT term FROM search_word ORDER BY term;
INSERT INTO search_inside (rowid, term) SELECT id, term FROM search_term ORDER BY id;

-- Whoever is taken out of the ledger must be looked for in every column that names a person.
CREATE INDEX introduction_at_fault ON introduction (at_fault_id) WHERE at_fault_id IS NOT NULL;

-- Who has given and got how much is counted from these alone.
DROP INDEX introduction_provider;
CREATE INDEX introduction_provider
  ON introduction (provider_id, made_on, introducer_id, stage);
DROP INDEX thanks_contact;
CREATE INDEX thanks_contact ON thanks (contact_id, expressed_on, direction);
