from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import pytest

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine.session import train
from cnnstudio.errors import UserError
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.history import Quantity, read_history
from tests.engine.networks import starter

FEW = DataChoice(part=0.2)
IS_INSTALLED = find_spec("tensorboard") is not None

needs_tensorboard = pytest.mark.skipif(
    not IS_INSTALLED, reason='needs the extra: pip install "cnnstudio[tensorboard]"'
)


def train_into(folder: Path, epochs: int, *, resume: bool = False) -> None:
    config = TrainingConfig(epochs=epochs, tensorboard=True)
    for _report in train(starter(), config, FEW, folder, resume=resume):
        pass


def scalars_in(folder: Path) -> dict[str, dict[int, float]]:
    """Return the values by tag and step as TensorBoard shows them."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(folder), size_guidance={"tensors": 0, "scalars": 0})
    events.Reload()
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for tag in events.Tags()["scalars"]:
        for event in events.Scalars(tag):
            assert event.step not in found[tag], "a step that was taken back is still there"
            found[tag][event.step] = event.value
    return found


@needs_tensorboard
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_event_files_hold_the_curves_of_the_run(tmp_path: Path) -> None:
    train_into(tmp_path, 2)
    train_into(tmp_path, 3, resume=True)
    found, history = scalars_in(tmp_path), read_history(tmp_path)
    for quantity in (Quantity.LOSS, Quantity.ACCURACY):
        every = history.curve(quantity, 1_000_000)
        assert found[f"{quantity.value}/training"] == pytest.approx(
            dict(zip(every.positions.astype(int).tolist(), every.values.tolist(), strict=True))
        )
        points = history.validation(quantity)
        assert found[f"{quantity.value}/validation"] == pytest.approx(
            dict(zip(points.positions.astype(int).tolist(), points.values.tolist(), strict=True))
        )
    assert len(found["loss/training"]) == history.step
    assert set(found) > {"learning rate", "milliseconds per step", "gradient/conv1"}


@pytest.mark.skipif(IS_INSTALLED, reason="the extra is there")
def test_without_the_extra_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with pytest.raises(UserError, match=r"pip install cnnstudio\[tensorboard\]"):
        train_into(folder, 1)
    assert not folder.exists()


def test_without_the_setting_there_are_no_event_files(tmp_path: Path) -> None:
    for _report in train(starter(), TrainingConfig(epochs=1), FEW, tmp_path):
        pass
    assert not list(tmp_path.glob("events*"))
