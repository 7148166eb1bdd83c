"""Imports: upload, preview, merge, report."""
