"""The window: shows what the services know."""

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12.0 drops one reference to None with every call that returns None (its wheels
    # count on None being immortal, which it is from Python 3.12 on); after a few thousand calls
    # the interpreter aborts with "none_dealloc". Measured on 3.11.2 and 3.11.7. This gives None
    # more references than a lifetime of clicks can drop, and so makes 3.11 behave like 3.12.
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 48
