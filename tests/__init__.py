"""The tests mirror the house, room for room."""
