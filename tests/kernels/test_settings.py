"""Settings hold their limits and survive being saved."""

import subprocess
import sys

import msgspec
import pytest

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.settings import FilterSettings, Gradient, KernelLabState


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stride": 0}, "stride is 0; allowed is 1 to 16"),
        ({"dilation": 9}, "dilation is 9; allowed is 1 to 8"),
        ({"pool_size": 17}, "pooling size is 17"),
        ({"pool_stride": -1}, "pooling stride is -1"),
        ({"bias": float("nan")}, "bias is nan"),
    ],
)
def test_settings_out_of_range_are_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        FilterSettings(**fields)


def test_the_page_is_saved_and_read_back() -> None:
    state = KernelLabState(picture="coins")
    saved = msgspec.json.encode(state)
    assert msgspec.json.decode(saved, type=KernelLabState) == state


def test_a_page_saved_before_there_were_gradients_is_read() -> None:
    saved = b'{"settings": {"border": "wrap", "stride": 2, "channels": "red"}, "picture": "coins"}'
    state = msgspec.json.decode(saved, type=KernelLabState)
    assert state.settings.gradient is Gradient.NONE
    assert (state.settings.stride, state.picture) == (2, "coins")


def test_a_saved_kernel_of_ragged_rows_is_refused() -> None:
    saved = b'{"kernel": {"name": "k", "rows": [[1, 2], [3]]}}'
    with pytest.raises(InvalidValueError, match="these have 2, 1"):
        msgspec.json.decode(saved, type=KernelLabState)


def test_kernels_and_presets_are_there_without_opencv() -> None:
    program = "import sys, cnnstudio.kernels.settings; sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
