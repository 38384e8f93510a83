"""reflog's own JSON: a whole ledger, read and checked, and written."""
