"""Many picture files read at once, in their order."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha1
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import Fit, Shape
from cnnstudio.data.dataset import Pictures
from cnnstudio.data.listing import file_key
from cnnstudio.data.pictures import Flaw, UnusablePictureError, checked_header, decode

ENTRY = np.dtype([("key", "<u8"), ("content", "<u8")])
"""What identifies a decoded file: its state when it was read, and its content."""

SIZE = np.dtype("<u4")

Recall = Callable[[int], Pictures | None]
"""Returns the picture that a file of some content was decoded to earlier."""

_FILES_PER_TASK = 32
_TASKS_AHEAD_PER_THREAD = 4

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class DecodedBatch:
    """What became of some files, by their places in the batch.

    `entries`: (B,) `ENTRY`. `pictures`: (B, C, H, W) uint8, black where there is
    none. `sizes`: (B, 2) `SIZE`, height and width of the file before EXIF turns
    it, 0 where it tells none. `flaws` names the files whose content is no picture, `unread` those
    that the system would not read, and why.
    """

    names: Sequence[str]
    entries: NDArray[np.void]
    pictures: Pictures
    sizes: NDArray[np.uint32]
    flaws: dict[int, Flaw] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """What is kept of each file: its picture, its entry and its size."""
        return self.pictures, self.entries, self.sizes


def decode_files(
    root: Path,
    names: Sequence[str],
    shape: Shape,
    *,
    fit: Fit = Fit.STRETCH,
    recall: Recall | None = None,
) -> Generator[DecodedBatch, None, None]:
    """Read files below `root` in parallel threads, and yield them in order.

    Only a few batches are in memory at a time. Closing the iterator ends the reading.
    """
    decode_batch = partial(_decoded_batch, root, shape=shape, fit=fit, recall=recall)
    starts = range(0, len(names), _FILES_PER_TASK)
    return _in_order(decode_batch, (names[start : start + _FILES_PER_TASK] for start in starts))


def _in_order(
    work: Callable[[Task], Result], tasks: Iterable[Task]
) -> Generator[Result, None, None]:
    """Yield the result of each task, worked at in parallel but never far ahead."""
    threads = os.cpu_count() or 1
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads, "decode") as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(work, task))
                if len(waiting) > threads * _TASKS_AHEAD_PER_THREAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _decoded_batch(
    root: Path, names: Sequence[str], *, shape: Shape, fit: Fit, recall: Recall | None
) -> DecodedBatch:
    batch = DecodedBatch(
        names,
        np.zeros(len(names), ENTRY),
        np.zeros((len(names), *shape), np.uint8),
        np.zeros((len(names), 2), SIZE),
    )
    for place, name in enumerate(names):
        try:
            key, content = _read(root, name)
            known = _content_key(content)
            batch.entries[place] = key, known
            header = checked_header(content)
            batch.sizes[place] = header.height, header.width
            recalled = recall(known) if recall else None
            batch.pictures[place] = (
                decode(content, shape, fit=fit, header=header) if recalled is None else recalled
            )
        except UnusablePictureError as error:
            batch.flaws[place] = error.flaw
        except OSError as error:
            batch.unread[place] = str(error.strerror)
    return batch


def _read(root: Path, name: str) -> tuple[int, bytes]:
    """Return the key of a file in the state in which it is read, and its content."""
    with open(f"{root}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - a Path is slow
        return file_key(name, os.fstat(file.fileno())), file.readall()


def _content_key(content: bytes) -> int:
    """Return 64 bits that stand for the content of a file.

    SHA-1, because processors have instructions for it: it shall not slow the decoding.
    """
    return int.from_bytes(sha1(content, usedforsecurity=False).digest()[:8], "little")
