"""Rules of the form of standards: pure, from texts to a value or to what is wrong with them."""
