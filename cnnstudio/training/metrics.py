"""The file in which a run keeps its curves: a report per line, as it was sent."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from cnnstudio.errors import InvalidFileError, StorageError, StudioError
from cnnstudio.text import _
from cnnstudio.training.messages import (
    BatchReport,
    EpochReport,
    LayerReport,
    Outcome,
    RunChanged,
)
from cnnstudio.training.runs import (
    METRICS,
    RECORD,
    Best,
    RunRecord,
    now,
    read_record,
    write_record,
)
from cnnstudio.writing import write_file

Metric = BatchReport | EpochReport | LayerReport | RunChanged

_log = logging.getLogger(__name__)

_decoder = msgspec.json.Decoder(Metric)
_encoder = msgspec.json.Encoder()


class MetricsFile:
    """Appends reports to the metrics of a run folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / METRICS
        try:
            # Unbuffered: what was reported is in the file even if the process is killed.
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            raise self._unwritable(error) from error

    def append(self, report: Metric) -> None:
        """Write one report as a line; raise `StorageError` where that fails."""
        try:
            self._file.write(_encoder.encode(report) + b"\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def close(self) -> None:
        """Close the file; closing it twice does no harm."""
        self._file.close()

    def _unwritable(self, error: OSError) -> StorageError:
        return StorageError(
            _('"{path}" cannot be written: {reason}.').format(
                path=self._path, reason=error.strerror or error
            )
        )


def read_metrics(folder: Path) -> Iterator[Metric]:
    """Yield the reports of a run; a last line that was cut off is left out.

    Raises `InvalidFileError` where any other line is damaged.
    """
    path = folder / METRICS
    lines = _lines(path)
    for number, line in enumerate(lines, start=1):
        found = _decoded(line)
        if not isinstance(found, Exception):
            yield found
        elif number < len(lines):
            raise InvalidFileError(
                _('Line {number} of "{path}" is damaged: {reason}.').format(
                    number=number, path=path, reason=found
                )
            ) from found


def _lines(path: Path) -> list[bytes]:
    """Return the lines of a file, or none where there is no file."""
    return path.read_bytes().removesuffix(b"\n").split(b"\n") if path.is_file() else []


def _decoded(line: bytes) -> Metric | Exception:
    """Return the report in a line, or what is wrong with it."""
    try:
        report: Metric = _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeError) as error:
        return error
    return report


def note_crash(folder: Path, text: str) -> int | None:
    """Note in the record of a run that its engine is gone; return the best epoch.

    A run without a record has not begun: its folder goes. Where the disk fails, nothing is noted.
    """
    if not (folder / RECORD).is_file():
        with suppress(OSError):
            folder.rmdir()  # which only an empty folder allows
        return None
    try:
        record = with_progress(read_record(folder), folder)
        crashed = msgspec.structs.replace(record, outcome=Outcome.CRASHED, text=text, ended=now())
        write_record(folder, crashed)
    except StudioError as error:
        _log.warning("%s", error)
        return None
    return crashed.best.epoch if crashed.best else None


def with_progress(record: RunRecord, folder: Path) -> RunRecord:
    """Return the record of a run that noted no end with what its metrics say of it.

    Raises `InvalidFileError` where they are damaged.
    """
    epochs = [each for each in read_metrics(folder) if isinstance(each, EpochReport)]
    best = next((each for each in reversed(epochs) if each.is_best), None)
    return msgspec.structs.replace(
        record,
        epochs_done=epochs[-1].epoch if epochs else 0,
        best=best and _best(best),
        seconds=max(record.seconds, sum(each.seconds for each in epochs)),
    )


def rewind_metrics(folder: Path, step: int) -> None:
    """Drop what was reported after `step`, before a run goes on from there.

    Damaged lines go too: the checkpoint, not the curves, decides how a run goes on.
    """
    found = map(_decoded, _lines(folder / METRICS))
    kept = (_until(report, step) for report in found if not isinstance(report, Exception))
    lines = [_encoder.encode(report) + b"\n" for report in kept if report is not None]
    write_file(folder / METRICS, b"".join(lines))


def _until(report: Metric, step: int) -> Metric | None:
    if not isinstance(report, BatchReport):
        return report if report.step <= step else None
    surplus = max(0, report.step - step)
    if not surplus:
        return report
    if surplus >= len(report.losses):
        return None
    return msgspec.structs.replace(
        report,
        step=step,
        losses=report.losses[:-surplus],
        accuracies=report.accuracies[:-surplus],
    )


def _best(report: EpochReport) -> Best:
    if report.val_loss is None:
        return Best(report.epoch, report.train_loss, report.train_accuracy)
    return Best(report.epoch, report.val_loss, report.val_accuracy)
