"""Many picture files read at once."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from cnnstudio.data.dataset import Pictures, Progress, SkippedFile
from cnnstudio.data.pictures import UnreadablePictureError, decode_file

_FILES_PER_TASK = 32


def decode_files(
    paths: Sequence[Path], target: Pictures, *, progress: Progress | None = None
) -> dict[int, SkippedFile]:
    """Read each file into its row of `target`, (N, C, H, W) uint8, in parallel threads.

    Returns the files that cannot be used, by row. What `progress` raises stops
    the reading and comes out of here.
    """
    skipped: dict[int, SkippedFile] = {}
    done = 0
    with ThreadPoolExecutor(os.cpu_count(), "decode") as pool:
        tasks = {
            pool.submit(_decode_rows, paths, target, rows): len(rows) for rows in _spans(len(paths))
        }
        try:
            for task in as_completed(tasks):
                skipped |= task.result()
                done += tasks[task]
                if progress:
                    progress(done, len(paths))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return dict(sorted(skipped.items()))


def _spans(count: int) -> list[range]:
    rows = range(count)
    return [rows[start : start + _FILES_PER_TASK] for start in rows[::_FILES_PER_TASK]]


def _decode_rows(paths: Sequence[Path], target: Pictures, rows: range) -> dict[int, SkippedFile]:
    skipped = {}
    channels, height, width = target.shape[1:]
    for row in rows:
        try:
            target[row] = decode_file(paths[row], (channels, height, width))
        except UnreadablePictureError as error:
            skipped[row] = SkippedFile(str(paths[row]), str(error))
    return skipped
