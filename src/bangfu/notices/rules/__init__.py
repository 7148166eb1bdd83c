"""What a notice may say, and its words on paper. Pure."""
