"""Config: settings, addresses, the command line, the embedded server."""
