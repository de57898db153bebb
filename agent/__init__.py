"""The program on the customer's computer: a desk that asks, and an engine that carries."""
