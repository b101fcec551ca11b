"""The database: base, session and models."""
