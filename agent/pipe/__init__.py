"""The socket pair between desk and engine: frames of strict messages."""
