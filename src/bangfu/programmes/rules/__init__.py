"""Pure rules of programmes: seasons, and what a programme says against giving to a candidate."""
