"""What is true in the trade: immutable records and pure functions of the standard library."""
