-- Format 7: parts lie in the order of their ops, so no index is needed to find those of one. Their
-- content is deflated without zlib's own header from here on; what has it is read as before.

DROP INDEX part_op;
