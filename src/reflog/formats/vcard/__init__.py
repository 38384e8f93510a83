"""vCards: read and written."""
