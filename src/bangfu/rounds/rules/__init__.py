"""Pure rules of rounds; no Django, no clock: days and figures come in as arguments."""
