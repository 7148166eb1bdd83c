"""The installation's day, users and appointments."""
