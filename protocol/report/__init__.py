"""The health report: its document, the register of all facts, what is struck out, compared, exported and found."""
