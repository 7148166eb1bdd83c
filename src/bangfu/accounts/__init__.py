"""Accounts: users and their sign-in.

What a user may do is an appointment (`organisations`); who acts in a request is `scope.Actor`.
Invariant: a disabled user is out at the next request; no password is ever a default.
"""
