"""Config: settings, addresses and the web server's door. It composes, and does nothing itself."""
