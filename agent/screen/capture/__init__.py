"""Where pixels come from, one file for each kind of system."""
