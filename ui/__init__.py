"""The window: shows what the services know."""

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12.0 drops one reference to None with every call that returns None (its wheels
    # count on None being immortal, which it is from Python 3.12 on); after a few thousand calls
    # the interpreter aborts with "none_dealloc". Measured on 3.11.2 and 3.11.7. This gives None
    # more references than a lifetime of clicks can drop, and so makes 3.11 behave like 3.12.
    # The same goes for True, of which every `emit` drops one (60 emits, 60 references), and False.
    import ctypes

    for _constant in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_constant)).value += 1 << 48
