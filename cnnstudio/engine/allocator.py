"""Lets the memory of one training step serve the next.

glibc asks the system for each large block anew and gives it back when it is
freed, and the system clears every page of it again: in networks on photographs
that takes half of the step.
Source: mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD.
"""

import ctypes
from functools import cache

_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_LARGEST = 2**31 - 1
_LARGEST_BLOCK = 2**30


def keep_freed_memory() -> None:
    """Keep what is freed from now on for what comes next; does nothing without glibc."""
    if (glibc := _glibc()) is not None:
        glibc.mallopt(_MMAP_THRESHOLD, _LARGEST_BLOCK)
        glibc.mallopt(_TRIM_THRESHOLD, _LARGEST)


def return_freed_memory() -> None:
    """Give back to the system what was kept and is free."""
    if (glibc := _glibc()) is not None:
        glibc.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return library if hasattr(library, "malloc_trim") else None
