"""Documents: papers that come in and go out.

`spreadsheets` reads what offices send, in a child process with limits, into typed cells.
Invariants: no file from outside is parsed in the process that serves pages, nothing is written
to disk, and a file that can't be read is refused with a message that says what to do.
"""
