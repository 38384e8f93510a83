"""Files of other programs, and reflog's own: bytes become cards, and records become bytes."""
