"""How pages are served: who may hold a thread, and for how long."""
