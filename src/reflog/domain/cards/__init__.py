"""People as files describe them, and what an import makes of that."""
