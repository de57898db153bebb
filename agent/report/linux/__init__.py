"""Collectors for Linux, one file per section of the register."""
