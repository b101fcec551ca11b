"""Use cases; the only code that writes to the database, and it never commits."""
