"""The rules of a case: which state may follow which, what hinders a move, what may be submitted."""
