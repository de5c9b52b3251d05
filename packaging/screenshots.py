"""Draws every page of the window, light and dark, after a real training.

    python packaging/screenshots.py [DIR]

The pictures have the same names every time, such as network-light.png.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WIDTH_PX, HEIGHT_PX = 1280, 800
_LONGEST_WAIT_MS = 180_000
_SETTLE_MS = 400
_THREE = ((90, 60), (170, 40), (185, 85), (120, 130), (190, 170), (170, 235), (90, 235))


def main(arguments: list[str]) -> int:
    """Draw the pages into the folder named, or into ./screenshots."""
    folder = Path(arguments[0] if arguments else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="cnnstudio-pictures-") as home:
        os.environ["CNNSTUDIO_HOME"] = home
        with _studio() as studio:
            for path in _drawn(studio, folder):
                print(path)
    return 0


@contextmanager
def _studio() -> Iterator[Any]:
    """Open the window with its engine ready; close both at the end."""
    from cnnstudio import app

    _application, studio = app.build()
    studio.window.resize(WIDTH_PX, HEIGHT_PX)
    with _awaited(studio.engine.activations_received):
        studio.show()
    try:
        yield studio
    finally:
        studio.window.close()


def _drawn(studio: Any, folder: Path) -> Iterator[Path]:
    """Draw page after page and yield the paths of the pictures."""
    window = studio.window
    yield from _both(window, folder, "start")
    with _awaited(studio.engine.ended):
        window.actions_by_id["training.train"].trigger()
    block = studio.document.design.network.of_kind("conv")[0]
    window.designer.selection.select([block.id])
    _settle()
    yield from _both(window, folder, "network")
    yield from _looked_into(window, folder)
    window.training.show_settings()
    yield from _both(window, folder, "settings")
    window.training.tabs.setCurrentIndex(1)
    yield from _both(window, folder, "log")
    yield from _written(window, folder)
    yield from _designing(studio, folder)
    window.show_page("kernels")
    yield from _both(window, folder, "kernels")
    yield from _modes(window, folder)
    yield from _kernels(window, folder)
    yield from _data(studio, folder)
    yield from _judged(studio, folder)


def _looked_into(window: Any, folder: Path) -> Iterator[Path]:
    """Draw the maps of the selected block, and the values of one without maps."""
    inspector = window.designer.inspector
    output = inspector.block_pane.output
    inspector.ensureWidgetVisible(output.range)
    yield from _both(window, folder, "maps")
    block = window.designer.document.design.network.of_kind("flatten")[0]
    window.designer.selection.select([block.id])
    _settle()
    yield from _both(window, folder, "values")


def _judged(studio: Any, folder: Path) -> Iterator[Path]:
    """Draw the pages about what was trained: runs, their evaluation, an answer to a drawing."""
    from PySide6.QtCore import QPointF

    window = studio.window
    window.show_page("runs")
    _settle()
    yield from _both(window, folder, "runs")
    with _awaited(studio.engine.ended):
        window.actions_by_id["training.restart"].trigger()
    _settle()
    window.pages.page("runs").list.view.selectAll()
    _settle()
    yield from _both(window, folder, "compared")
    window.show_page("evaluate")
    evaluation = window.pages.page("evaluate")
    if evaluation.judgement is None:
        with _awaited(evaluation.evaluated):
            pass
    yield from _both(window, folder, "evaluate")
    window.show_page("predict")
    page = window.pages.page("predict")
    with _awaited(page.answered):
        page.pad.draw([QPointF(x, y) for x, y in _THREE])
    _settle()
    yield from _both(window, folder, "predict")


def _written(window: Any, folder: Path) -> Iterator[Path]:
    """Draw the network's source, and the networks that a new one may begin with."""
    from cnnstudio.ui.start.start_dialog import StartDialog

    window.training.show_source()
    yield from _both(window, folder, "source")
    window.training.show_training()
    window.actions_by_id["file.examples"].trigger()
    dialog = window.findChild(StartDialog)
    yield from _both(dialog, folder, "examples")
    dialog.close()


def _designing(studio: Any, folder: Path) -> Iterator[Path]:
    """Draw what opens over the canvas: finding, help, several blocks at once, problems."""
    from cnnstudio.ui.help import ShortcutsDialog

    window, designer = studio.window, studio.window.designer
    actions, network = window.actions_by_id, studio.document.design.network
    actions["edit.find"].trigger()
    designer.finding.bar.field.setText("conv")
    yield from _both(window, folder, "find")
    designer.finding.bar.leave()
    designer.selection.select([network.of_kind("conv")[1].id])
    actions["help.block"].trigger()
    yield from _both(studio.help.blocks, folder, "help-block")
    studio.help.blocks.close()
    actions["help.shortcuts"].trigger()
    shortcuts = window.findChild(ShortcutsDialog)
    yield from _both(shortcuts, folder, "shortcuts")
    shortcuts.close()
    designer.selection.select([block.id for block in network.of_kind("conv")])
    yield from _both(window, folder, "several")
    designer.selection.select([network.of_kind("flatten")[0].id])
    designer.editor.delete_selection()
    designer.selection.select([network.of_kind("dense")[0].id])
    yield from _both(window, folder, "problem")
    window.status_bar.problems.click()
    yield from _both(window.status_bar.problem_list, folder, "problem-list")
    window.status_bar.problem_list.close()
    actions["edit.undo"].trigger()
    yield from _wiring(window, folder)


def _wiring(window: Any, folder: Path) -> Iterator[Path]:
    """Draw a wire that is held, and the layouts in layers."""
    designer, actions = window.designer, window.actions_by_id
    designer.selection.select([designer.editor.network.of_kind("conv")[0].id])
    actions["network.connect"].trigger()
    designer.canvas.keyboard.walking.step(forward=True)
    yield from _both(window, folder, "wire")
    designer.canvas.cancel_gesture()
    for name in ("arrange_right", "arrange_down"):
        actions[f"network.{name}"].trigger()
        yield from _both(window, folder, name.replace("_", "-"))
        actions["edit.undo"].trigger()
    _settle()


def _kernels(window: Any, folder: Path) -> Iterator[Path]:
    """Draw what the Kernels page offers beside the presets."""
    from cnnstudio.ui.kernel_lab.entries import Group

    page = window.pages.page("kernels")
    edits, kernels = page.edits, page.presets
    edits.set_field("gradient", "direction")
    yield from _both(window, folder, "kernels-direction")
    edits.set_field("gradient", "none")
    kernels.show_group(Group.GENERATOR)
    gabor = next(entry for entry in kernels.found if entry.name == "gabor")
    edits.use_kernel(gabor.title, gabor.kernel)
    yield from _both(window, folder, "kernels-generator")
    edits.set_size(31, 31)
    page.actions["kernel.paint"].trigger()
    kernels.show_group(Group.OWN)
    yield from _both(window, folder, "kernels-painting")
    page.actions["kernel.paint"].trigger()
    kernels.show_group(Group.PRESET)
    page.actions["kernel.code"].trigger()
    yield from _both(page.desk.code, folder, "kernels-code")
    page.desk.code.close()


def _modes(window: Any, folder: Path) -> Iterator[Path]:
    """Draw how the Kernels page compares, plays and works with numbers."""
    from PySide6.QtCore import QPoint, QPointF

    from cnnstudio.kernels.examples import example
    from cnnstudio.kernels.settings import Comparison
    from cnnstudio.kernels.sizes import SIZE_EXAMPLES
    from cnnstudio.ui.kernel_lab.modes import Mode
    from cnnstudio.ui.kernel_lab.viewport import Viewport

    page = window.pages.page("kernels")
    canvas = page.pictures.canvas
    canvas.pixel_pointed.emit(QPoint(172, 96))
    for comparison in (Comparison.DIVIDER, Comparison.DIFFERENCE):
        page.edits.set_field("comparison", comparison.value)
        yield from _both(window, folder, f"kernels-{comparison.value}")
    page.edits.set_field("comparison", Comparison.SIDE_BY_SIDE.value)
    canvas.show_view(Viewport(48.0, QPointF(172.5, 96.5), is_fit=False))
    yield from _both(window, folder, "kernels-zoomed")
    page.actions["picture.fit"].trigger()
    page.player.step(60_000)
    yield from _both(window, folder, "kernels-playing")
    page.actions["play.stop"].trigger()
    page.show_mode(Mode.NUMBERS)
    for name in ("edge", "max-pooling"):
        page.numbers.edits.use_example(example(name))
        yield from _both(window, folder, f"numbers-{name}")
    page.numbers.edits.use_example(example("volume"))
    page.player.step(12)
    yield from _both(window, folder, "numbers-volume")
    page.actions["play.stop"].trigger()
    page.numbers.show_sizes(SIZE_EXAMPLES[1])
    yield from _both(window, folder, "numbers-sizes")
    page.show_mode(Mode.PICTURES)


def _data(studio: Any, folder: Path) -> Iterator[Path]:
    """Draw the Data page: pictures, their augmentation, and a data set that is not there."""
    window = studio.window
    window.show_page("data")
    page = window.pages.page("data")
    with _awaited(page.loading.statistics_known):
        page.choosing.use_name("shapes")
    with _awaited(studio.engine.pictures_augmented):
        page.actions["data.course_recipe"].trigger()
    yield from _both(window, folder, "data")
    page.tabs.setCurrentIndex(1)
    yield from _both(window, folder, "augmentation")
    page.choosing.use_name("mnist")
    _settle()
    yield from _both(window, folder, "download")


def _both(window: Any, folder: Path, name: str) -> Iterator[Path]:
    from cnnstudio.ui.theme import Appearance, themes

    for appearance in (Appearance.LIGHT, Appearance.DARK):
        themes.choose(appearance)
        _settle()
        path = folder / f"{name}-{appearance.value}.png"
        window.grab().save(str(path))
        yield path


@contextmanager
def _awaited(signal: Any) -> Iterator[None]:
    """Wait at the end of the block until `signal` is emitted; raise where it never is."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    arrived: list[bool] = []

    def arrive(*_values: object) -> None:
        arrived.append(True)
        loop.quit()

    signal.connect(arrive)
    yield
    if not arrived:
        QTimer.singleShot(_LONGEST_WAIT_MS, loop.quit)
        loop.exec()
    if not arrived:
        raise TimeoutError("The engine did not answer.")


def _settle() -> None:
    """Let everything that is under way be shown."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
