"""A whole ledger put into an empty file."""
