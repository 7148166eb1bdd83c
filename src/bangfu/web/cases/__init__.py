"""Cases: lists, submitting, moving them on, objections."""
