"""Notices: what is posted for the public to object to (公示).

Owns notices, their numbers, their working days, what they may say, and their public page. What a
notice is about is a *kind* that the app above registers (`kinds`). Invariants: at least five
working days; entries come from an allow-list; names are public only while the posting runs.
"""
