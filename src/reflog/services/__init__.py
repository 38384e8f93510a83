"""What can be done: one function for each use case, in the transaction that the caller opened.

A service takes the open ledger, people as `Known` or `New`, and values that are checked already;
it writes rows and the summary that the journal keeps of the command, and prints nothing.
"""
