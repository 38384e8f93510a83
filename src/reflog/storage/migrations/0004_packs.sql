-- The ledger, format 4: the journal in half of the space.

-- What the ops have changed, in packs of some changes each; storage/packing.py says how they
-- are written. A pack bears the number of its first change, and all changes are numbered on
-- from 1. Each change has a salt and a digest of its own, on which the chain of op.digest
-- stands: both come of the pack's salt and its content. Where a text was blanked they cannot
-- any more; then `seals` holds them, 32 bytes a change, with zeros for the salt of what was
-- blanked. The changes of older formats are packed by the step that follows this one, which
-- takes their table away.
CREATE TABLE pack (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  op_id INTEGER NOT NULL REFERENCES op (id) ON DELETE NO ACTION,
  changes INTEGER NOT NULL CHECK (changes > 0),
  salt BLOB CHECK (length(salt) = 16),
  seals BLOB CHECK (length(seals) = 32 * changes),
  content BLOB NOT NULL,
  CHECK ((salt IS NULL) = (seals IS NOT NULL))
) STRICT;
CREATE INDEX pack_op ON pack (op_id);
