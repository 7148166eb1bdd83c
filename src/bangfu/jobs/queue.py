"""The queue. Work is deferred inside the caller's transaction: it runs only if that commits."""

from __future__ import annotations

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Tasks are found through PROCRASTINATE_IMPORT_PATHS; nothing else to set up."""
