"""The desk: figures that open down to files, and what waits for the officer."""
