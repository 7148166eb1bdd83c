"""Bangfu (帮扶): the working system of a trade-union network that helps workers in hardship."""
