"""What tests of every kind make their worlds of."""
