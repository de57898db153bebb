"""The organisation's log: on disk, over HTTP, and how anybody checks it."""
