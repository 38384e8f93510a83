"""Files of other programs: read into cards, and written from records."""
