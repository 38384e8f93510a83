"""What can be asked: one function for each question, in a read-only snapshot of the ledger."""
