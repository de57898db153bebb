"""What a yes is. Pure, and imports nothing of ours."""
