"""People as files say them, and what an import makes of them."""
