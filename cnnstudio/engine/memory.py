"""Running out of memory, in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from cnnstudio.errors import FailureError
from cnnstudio.text import _


@contextmanager
def memory_named(batch_size: int | None = None) -> Iterator[None]:
    """Turn the ways in which torch runs out of memory into one error with a remedy.

    `batch_size` is that of the training that needs it, if it is one.
    """
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "memory" not in str(error):
            raise
        raise FailureError(_problem(batch_size)) from error


def _problem(batch_size: int | None) -> str:
    if batch_size is None:
        return _("There is not enough memory for this network. Make it smaller.")
    return _(
        "There is not enough memory for batches of {size}. Reduce the batch size or the network."
    ).format(size=batch_size)
