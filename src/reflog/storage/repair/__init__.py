"""A new ledger made from what can still be read of a damaged one."""
