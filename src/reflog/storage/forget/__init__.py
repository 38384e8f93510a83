"""Erasing a person from the ledger, its journal and its copies."""
