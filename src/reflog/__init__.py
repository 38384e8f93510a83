"""A personal referral ledger: introductions, follow-ups, business and thanks."""
