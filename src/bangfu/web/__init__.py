"""Web: pages over commands and queries. Reads through queries, writes through commands."""
