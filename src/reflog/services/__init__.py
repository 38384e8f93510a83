"""What can be done: one function for each use case, on the write door."""
