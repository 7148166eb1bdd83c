"""Public postings, for officers and for everybody."""
