"""Copies of the ledger: taken, thinned and put back."""
