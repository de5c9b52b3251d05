"""Work that the window gives the engine beside training: to judge a run, and to ask it.

Each task has a number that the window counts up; every report on it carries the same.
A task ends with one of `FINAL`, or with `TaskRefused`. While a run goes on, tasks are
carried out in small portions between its batches.
"""

from enum import StrEnum

import msgspec

from cnnstudio.data.choice import DataChoice
from cnnstudio.network.graph import Network
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.envelope import Message


class Part(StrEnum):
    """A part of a data set."""

    TEST = "test"
    VALIDATION = "validation"
    TRAIN = "train"


class Task(Message, frozen=True, kw_only=True):
    """Anything that the engine is asked to do; the window numbers it."""

    number: int = 0


class Evaluate(Task, frozen=True, kw_only=True):
    """Measure what the run in `folder` is worth on a part of its data set.

    Without a part: the test part where there is one, otherwise validation.
    """

    folder: str
    part: Part | None = None


class FetchPictures(Task, frozen=True, kw_only=True):
    """Ask for pictures of a part of a run's data set, none with a side longer than `side_px`.

    `with_answers` asks a network that answers with pictures for its answers too.
    """

    folder: str
    part: Part
    indices: tuple[int, ...]
    side_px: int
    with_answers: bool = False


class NameFiles(Task, frozen=True, kw_only=True):
    """Ask which files the pictures of a part of a run's data set come from."""

    folder: str
    part: Part


class PredictPicture(Task, frozen=True, kw_only=True):
    """Ask what a run takes one picture for.

    It lies in the file `path`, or is sent: (height, width, channels) uint8, grey or RGB.
    A drawing is the amount of ink, 0–255, and is brought to the form of the data set.
    """

    folder: str
    path: str | None = None
    height: int = 0
    width: int = 0
    channels: int = 1
    pixels: bytes = b""
    is_drawing: bool = False


class PredictFiles(Task, frozen=True, kw_only=True):
    """Ask what a run takes the pictures in files for; a folder stands for all below it."""

    folder: str
    paths: tuple[str, ...]


class FindRate(Task, frozen=True, kw_only=True):
    """Try learning rates from tiny to huge on a copy, one for each batch, and suggest one."""

    network: Network
    config: TrainingConfig
    data: DataChoice


class MakeForecast(Task, frozen=True, kw_only=True):
    """Say what a run would take, from a few batches on a copy."""

    network: Network
    config: TrainingConfig
    data: DataChoice


class CancelTask(Task, frozen=True, kw_only=True):
    """Give a task up; nothing more is said of it."""


class TaskProgress(Task, frozen=True, kw_only=True):
    """How many pictures of how many are done; `total` is 0 where that is not known yet."""

    done: int
    total: int
    text: str = ""


class ClassScore(msgspec.Struct, frozen=True):
    """How well one class is told apart; `support` counts its pictures.

    A ratio without anything below the line is 0, as in scikit-learn.
    """

    name: str
    precision: float
    recall: float
    f1: float
    support: int


class RocCurve(msgspec.Struct, frozen=True):
    """False and true positive rates of the second of two classes, and the area below them."""

    false_positive_rates: tuple[float, ...]
    true_positive_rates: tuple[float, ...]
    area: float


class Evaluated(Task, frozen=True, kw_only=True):
    """What a run is worth on a part of its data set.

    `source` says in words whose weights were used, and `loss_name` is one of the
    losses of `TrainingConfig`, never "auto". The bytes hold a number for each of the
    `examples`: int32 `labels`, `predicted` (the likeliest class) and `second`; float32
    probabilities of each of them. They are empty, as `classes` is, for a network that
    answers with pictures; for such a one `picture_losses` holds float32, one of each.
    """

    source: str
    part: Part
    parts: tuple[Part, ...]
    examples: int
    loss: float
    loss_name: str
    accuracy: float | None
    classes: tuple[str, ...]
    scores: tuple[ClassScore, ...]
    roc: RocCurve | None
    labels: bytes
    predicted: bytes
    second: bytes
    label_probabilities: bytes
    predicted_probabilities: bytes
    second_probabilities: bytes
    picture_losses: bytes = b""


class PicturesFetched(Task, frozen=True, kw_only=True):
    """Pictures in the order that was asked for: (count, height, width, channels) uint8.

    `answers` are the network's, in the same form, where they were asked for.
    """

    indices: tuple[int, ...]
    height: int
    width: int
    channels: int
    pixels: bytes
    answers: bytes = b""


class FilesNamed(Task, frozen=True, kw_only=True):
    """Some more files below `root`, and the pictures that come from them: int32 `indices`."""

    root: str
    indices: bytes
    names: tuple[str, ...]


class PicturePredicted(Task, frozen=True, kw_only=True):
    """The probability of each class, and the picture as the network saw it.

    `seen`: (height, width, channels) uint8, before the input scaling. A network
    that answers with a picture has no classes: its `answer` has the same form,
    and `loss` says by how much it differs, `loss_name` as in `Evaluated`.
    """

    source: str
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    height: int
    width: int
    channels: int
    seen: bytes
    answer: bytes = b""
    loss: float = 0.0
    loss_name: str = ""


class FilePrediction(msgspec.Struct, frozen=True):
    """What a file is taken for, first and second guess; or `problem` says why not.

    Of a network that answers with pictures there is only the `loss`.
    """

    path: str
    label: str = ""
    probability: float = 0.0
    second: str = ""
    second_probability: float = 0.0
    problem: str = ""
    loss: float = 0.0


class FilesPredicted(Task, frozen=True, kw_only=True):
    """Some more files, and how many of how many are done.

    `loss_name` is as in `Evaluated` where the network answers with pictures, else empty.
    """

    files: tuple[FilePrediction, ...]
    done: int
    total: int
    loss_name: str = ""


class RatesTried(Task, frozen=True, kw_only=True):
    """Some more learning rates, and the loss after each: as it was, and smoothed."""

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    smoothed: tuple[float, ...]


class RateFound(Task, frozen=True, kw_only=True):
    """The learning rate to begin with, and why; None where the loss never fell."""

    rate: float | None
    text: str


class Forecast(Task, frozen=True, kw_only=True):
    """What a run would take: times with validation, and memory for all it holds at once."""

    device: str
    plan: str
    steps_per_epoch: int
    seconds_per_step: float
    seconds_per_epoch: float
    seconds: float
    memory_bytes: int


class TaskDone(Task, frozen=True, kw_only=True):
    """A task that reported in portions is over."""


class TaskRefused(Task, frozen=True, kw_only=True):
    """A task that could not be carried out, and why."""

    text: str


TaskCommand = (
    Evaluate
    | FetchPictures
    | NameFiles
    | PredictPicture
    | PredictFiles
    | FindRate
    | MakeForecast
    | CancelTask
)
TaskReport = (
    TaskProgress
    | Evaluated
    | PicturesFetched
    | FilesNamed
    | PicturePredicted
    | FilesPredicted
    | RatesTried
    | RateFound
    | Forecast
    | TaskDone
    | TaskRefused
)
FINAL = (
    Evaluated,
    PicturesFetched,
    PicturePredicted,
    RateFound,
    Forecast,
    TaskDone,
    TaskRefused,
)
"""The reports after which nothing more is said of a task."""
