"""The server between the ends: it forwards and records what it cannot read, and keeps the log."""
