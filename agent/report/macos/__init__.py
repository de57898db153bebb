"""The collectors for macOS."""
