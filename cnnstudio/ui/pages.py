"""The pages of the window, in one table: a new page is one entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cnnstudio.project.project import Project
from cnnstudio.text import N_

if TYPE_CHECKING:
    from cnnstudio.ui.background import Background
    from cnnstudio.ui.data_health import DataHealth
    from cnnstudio.ui.document import Document
    from cnnstudio.ui.engine_client import EngineClient
    from cnnstudio.ui.settings import Settings
    from cnnstudio.ui.training.session import TrainingSession

NETWORK = "network"
KERNELS = "kernels"
DATA = "data"
RUNS = "runs"
EVALUATE = "evaluate"
PREDICT = "predict"


class PageWidget(Protocol):
    """What the window asks of a page, which is a widget.

    It may have signals `failed` and `told` (a text), which the window says, a signal `opened`,
    after which the window shows the network, and a signal `judging_wanted` (the id of the page
    that is to judge a run, and the run's folder). Where it has `fill_menu(menu)`, that puts its
    actions into its menu; otherwise they stand there one below the other. Where it has `steps`,
    undo takes those back while the page is in front, and not what was done to the project.
    """

    actions: dict[str, QAction]

    def saveState(self) -> QByteArray:
        """Return the sizes of the page's parts."""
        ...

    def restoreState(self, state: QByteArray) -> bool:
        """Give the parts their sizes back; return whether `state` was one of `saveState`."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page may work with."""

    document: "Document"
    settings: "Settings"
    session: "TrainingSession"
    engine: "EngineClient"
    background: "Background"
    health: "DataHealth"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: how it is named and reached, how it is built, and which changes show there."""

    id: str
    title: str
    tip: str
    shortcut: str
    icon: str
    menu: tuple[str, str] | None = None
    """Id and title of the menu that holds the page's own actions."""
    build: Callable[[Surroundings], PageWidget] | None = None
    """Called when the page is first wanted; None: the window builds it at once."""
    shows: Callable[[Project, Project], bool] = lambda _before, _after: False
    """Whether undo goes to this page where it leads from the one project to the other."""


# The builders import late: a page may bring libraries along that the first paint must not wait for.


def _kernel_lab(around: Surroundings) -> PageWidget:
    from cnnstudio.ui.kernel_lab.page import KernelLab

    return cast(PageWidget, KernelLab(around.document))


def _data(around: Surroundings) -> PageWidget:
    from cnnstudio.ui.data.page import DataPage

    page = DataPage(around.document, around.settings, around.background, around.engine)
    page.loading.judged.connect(around.health.note_read)
    around.health.mended.connect(page.look_again)
    return cast(PageWidget, page)


def _runs(around: Surroundings) -> PageWidget:
    from cnnstudio.ui.runs.page import RunsPage

    return cast(PageWidget, RunsPage(around.document, around.session, around.background))


def _evaluation(around: Surroundings) -> PageWidget:
    from cnnstudio.ui.evaluation.page import EvaluationPage

    page = EvaluationPage(around.session, around.engine, around.background, around.settings)
    return cast(PageWidget, page)


def _fed(project: Project) -> tuple[object, ...]:
    """Return what decides with which pictures a network is fed."""
    training = project.training
    return project.data, training.scaling, training.class_weights, training.augmentation


def _predict(around: Surroundings) -> PageWidget:
    from cnnstudio.ui.predict.page import PredictPage

    return cast(PageWidget, PredictPage(around.session, around.engine, around.background))


PAGES: tuple[Page, ...] = (
    Page(
        NETWORK,
        N_("&Network"),
        N_("Build and train a network"),
        "Ctrl+1",
        "ph.flow-arrow",
        shows=lambda before, after: (
            before.network != after.network or before.training != after.training
        ),
    ),
    Page(
        KERNELS,
        N_("&Kernels"),
        N_("See what a kernel does"),
        "Ctrl+2",
        "ph.grid-four",
        menu=("kernel", N_("&Kernel")),
        build=_kernel_lab,
        shows=lambda before, after: before.kernels != after.kernels,
    ),
    Page(
        DATA,
        N_("&Data"),
        N_("See and choose the pictures to learn from"),
        "Ctrl+3",
        "ph.image",
        menu=("data", N_("&Data")),
        build=_data,
        shows=lambda before, after: _fed(before) != _fed(after),
    ),
    Page(
        RUNS,
        N_("&Runs"),
        N_("Look at, compare and continue what was trained"),
        "Ctrl+4",
        "ph.chart-line-up",
        menu=("runs", N_("&Runs")),
        build=_runs,
    ),
    Page(
        EVALUATE,
        N_("&Evaluate"),
        N_("See what a trained network confuses, and how sure it is"),
        "Ctrl+5",
        "ph.target",
        menu=("evaluation", N_("Eva&luation")),
        build=_evaluation,
    ),
    Page(
        PREDICT,
        N_("&Predict"),
        N_("Draw, open or film something and see what a trained network says"),
        "Ctrl+6",
        "ph.pencil-line",
        menu=("predict", N_("&Predict")),
        build=_predict,
    ),
)


def as_widget(page: PageWidget) -> QWidget:
    """Return a page as the widget that it is."""
    return cast(QWidget, page)
