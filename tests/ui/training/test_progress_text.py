"""Numbers about a run, as people read them."""

import pytest

from cnnstudio.ui.training.progress_text import duration_text, progress_parts, rounded


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (134, "2 min 10 s"),
        (700, "11 min"),
        (11_160, "3 h 6 min"),
    ],
)
def test_a_time_left_gets_coarser_the_longer_it_is(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_rate_keeps_three_digits() -> None:
    assert rounded(41_234.7) == 41_200
    assert rounded(3.14159) == 3.14


def test_the_line_names_epoch_time_left_rate_and_step() -> None:
    parts = progress_parts(
        epoch=3, epochs=6, step=1_132, examples_per_second=41_234.0, seconds_left=4.2
    )
    assert parts == ["epoch 3 / 6", "ETA 4 s", "41,200 examples/s", "step 1,132"]


def test_what_is_not_known_is_left_out() -> None:
    parts = progress_parts(epoch=1, epochs=6, step=0, examples_per_second=0, seconds_left=None)
    assert parts == ["epoch 1 / 6", "step 0"]
