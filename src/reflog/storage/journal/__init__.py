"""What every command changed: recorded, sealed, replayed and undone."""
