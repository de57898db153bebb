"""An organisation's own things: its key, its signed policy, its readers, and the dated key of its directory."""
