-- Format 7: parts lie in the order of their ops, so no index is needed to find those of one, and
-- zlib's own checksum stands in each.

DROP INDEX part_op;
ALTER TABLE part DROP COLUMN checksum;
