import pytest

from dev_download import Download
from dev_progress import Progress

TORCH = Download("torch", "https://index.invalid/a/torch-2.13.0%2Bcpu-cp311.whl", 192_000_000)
SMALL = Download("idna", "https://index.invalid/a/idna-3.20.whl", 70_000)

OUTPUT = """\
Obtaining file:///checkout
Collecting torch==2.13.0+cpu
  Downloading https://index.invalid/a/torch-2.13.0%2Bcpu-cp311.whl (192 MB)
Progress 0 of 192000000
Progress 96000000 of 192000000
Progress 192000000 of 192000000
Collecting idna
  Downloading idna-3.20.whl (70 kB)
Progress 70000 of 70000
Installing collected packages: idna, torch
Successfully installed idna-3.20 torch-2.13.0+cpu
"""


def told_about(output: str, capsys: pytest.CaptureFixture[str]) -> str:
    progress = Progress([TORCH, SMALL])
    for line in output.splitlines(keepends=True):
        progress.read(line)
    progress.end()
    return capsys.readouterr().out


def test_log_gets_a_line_for_each_large_file_and_the_installation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told_about(OUTPUT, capsys).splitlines() == [
        "  torch-2.13.0+cpu-cp311.whl (192 MB)",
        "Unpacking them into .venv; this takes about a minute.",
    ]


def test_terminal_gets_one_line_that_counts_all_files_together(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = told_about(OUTPUT, capsys)
    states = [state.split("  ")[1] for state in shown.split("\r\033[K")[1:]]
    assert states[0] == "0.0 MB of 192 MB"
    assert states[2] == "96 MB of 192 MB"
    assert states[-1] == "192 MB of 192 MB"
