"""The devices on offer are those that the engine found."""

import pytest

from cnnstudio.app import Studio
from cnnstudio.training.messages import EngineReady

pytestmark = pytest.mark.gui


def names(studio: Studio) -> list[str]:
    return [action.objectName() for action in studio.window.menus["device"].actions()]


def test_before_the_engine_is_there_the_processor_is_offered(studio: Studio) -> None:
    assert names(studio) == ["device.auto", "device.cpu"]
    assert studio.window.top_bar.device.text() == "CPU"


def test_automatic_stands_for_the_best_device(studio: Studio) -> None:
    studio.device.show_devices(EngineReady("2.13.0", 2, ("cuda", "cpu")))
    assert names(studio) == ["device.auto", "device.cuda", "device.cpu"]
    assert studio.window.top_bar.device.text() == "GPU (CUDA)"


def test_the_choice_is_one_step_of_undo(studio: Studio) -> None:
    studio.device.show_devices(EngineReady("2.13.0", 2, ("cuda", "cpu")))
    studio.window.menus["device"].actions()[2].trigger()
    assert studio.document.project.training.device == "cpu"
    assert studio.window.top_bar.device.text() == "CPU"
    studio.window.actions_by_id["edit.undo"].trigger()
    assert studio.document.project.training.device == "auto"
    assert studio.window.menus["device"].actions()[0].isChecked()
