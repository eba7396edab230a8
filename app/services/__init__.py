"""What a person can do; the only door for screens and terminal."""
