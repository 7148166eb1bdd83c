"""The union tree and its import."""
