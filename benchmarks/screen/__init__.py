"""The screen at the console's canvas: what is painted on the customer's display, and when and how it shows there."""
