"""How it looks: pages of blocks, shown plain or by Rich, and JSON."""
