"""What a file says: the fields of the register form, and the code lists they choose from.

Pure. How offices write these things in tables, and how that is read, is `intake`'s.
"""
