from pathlib import Path

import pytest

from cnnstudio.errors import InvalidFileError
from cnnstudio.training.messages import BatchReport, EpochReport
from cnnstudio.training.metrics import MetricsFile, read_metrics, rewind_metrics
from cnnstudio.training.runs import METRICS


def steps(step: int, *losses: float) -> BatchReport:
    return BatchReport(1, 1, step, losses, losses, 100.0, None)


EPOCH = EpochReport(1, 1, 4, 0.5, None, None, None, 1.5, 100.0, True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = MetricsFile(tmp_path)
    for report in (steps(2, 0.75, 0.5), steps(4, 0.25, 0.125), EPOCH, steps(5, 0.0)):
        file.append(report)
    file.close()
    return tmp_path


def test_reports_are_read_as_they_were_written(folder: Path) -> None:
    expected = [steps(2, 0.75, 0.5), steps(4, 0.25, 0.125), EPOCH, steps(5, 0.0)]
    assert list(read_metrics(folder)) == expected


def test_a_report_is_in_the_file_before_it_is_closed(tmp_path: Path) -> None:
    file = MetricsFile(tmp_path)
    file.append(EPOCH)
    assert list(read_metrics(tmp_path)) == [EPOCH]
    file.close()


def test_a_last_line_that_was_cut_off_is_left_out(folder: Path) -> None:
    content = (folder / METRICS).read_bytes()
    (folder / METRICS).write_bytes(content[:-10])
    assert list(read_metrics(folder))[-1] == EPOCH


@pytest.mark.parametrize("damage", [b"{nonsense", b'"\xff\xfe"'], ids=["json", "utf-8"])
def test_a_damaged_line_is_named(folder: Path, damage: bytes) -> None:
    lines = (folder / METRICS).read_bytes().splitlines()
    (folder / METRICS).write_bytes(b"\n".join([lines[0], damage, *lines[1:]]))
    with pytest.raises(InvalidFileError, match=r"Line 2 of .*metrics\.jsonl"):
        list(read_metrics(folder))


@pytest.mark.parametrize(
    "damage", [b"{nonsense", b'"\xff\xfe"', b""], ids=["json", "utf-8", "empty"]
)
def test_a_run_goes_on_without_the_lines_that_are_damaged(folder: Path, damage: bytes) -> None:
    lines = (folder / METRICS).read_bytes().splitlines()
    (folder / METRICS).write_bytes(b"\n".join([lines[0], damage, *lines[2:], b""]))
    rewind_metrics(folder, 4)
    assert list(read_metrics(folder)) == [steps(2, 0.75, 0.5), EPOCH]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (5, [steps(2, 0.75, 0.5), steps(4, 0.25, 0.125), EPOCH, steps(5, 0.0)]),
        (4, [steps(2, 0.75, 0.5), steps(4, 0.25, 0.125), EPOCH]),
        (3, [steps(2, 0.75, 0.5), steps(3, 0.25)]),
        (2, [steps(2, 0.75, 0.5)]),
        (0, []),
    ],
    ids="back to step {}".format,
)
def test_rewinding_drops_what_came_later(folder: Path, step: int, expected: list[object]) -> None:
    rewind_metrics(folder, step)
    assert list(read_metrics(folder)) == expected


def test_a_run_without_metrics_has_none(tmp_path: Path) -> None:
    assert list(read_metrics(tmp_path)) == []
