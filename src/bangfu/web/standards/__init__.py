"""Standards, rules, programmes, limits and working days in force."""
