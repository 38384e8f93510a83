"""How people are called, and who is meant."""
