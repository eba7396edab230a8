"""Files in and out: bytes to model and back, without database or screen."""
