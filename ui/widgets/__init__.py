"""Small parts that pages are built from."""
