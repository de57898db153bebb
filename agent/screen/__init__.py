"""The picture: from what changed on the screen to messages on channel 1."""
