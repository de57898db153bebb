"""What can be said: one strict model for each message, by subject."""
