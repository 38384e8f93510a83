"""What is wrong with a ledger, if anything."""
