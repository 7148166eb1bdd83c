"""Rules of the union tree: pure, so that a whole file is judged before anything is written."""
