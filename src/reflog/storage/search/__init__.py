"""The search index: what is in it and how it is kept."""
