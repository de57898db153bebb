"""What both faces share of their looks: colour tokens as data."""
