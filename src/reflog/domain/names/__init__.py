"""What people are called, and who is meant by a name."""
