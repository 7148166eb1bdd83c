"""The way in and out, switching between appointments, and one's own password."""
