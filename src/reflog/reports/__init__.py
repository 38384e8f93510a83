"""What can be asked: one function for each question, on the read door."""
