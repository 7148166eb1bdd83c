"""What an officer asked the background for: how far it is, and what came of it."""
