"""What holds for every test: nobody's own files, no screen, no deadline on seconds."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Before any module of the program is imported: folders and Qt read them at once.
_home = tempfile.TemporaryDirectory(prefix="cnnstudio-tests-")
os.environ["CNNSTUDIO_HOME"] = _home.name
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine stalls one example for a second now and then.
settings.register_profile("cnnstudio", deadline=None)
settings.load_profile("cnnstudio")


def pytest_unconfigure() -> None:
    _home.cleanup()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; a test that asks for it skips without."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "mnist").is_dir():
        pytest.skip("the real data sets are not beside this checkout, in ../shared/data")
    return folder
