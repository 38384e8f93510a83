"""What is true: immutable records and pure functions over the standard library."""
