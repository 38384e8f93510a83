"""Where the ledger is kept: the only floor that knows SQL files and pragmas."""
