"""What the window and the engine say to each other: plain values, no torch.

Each travels as msgpack with its type's name in it. `run` is a number that the
window counts up; what arrives for an older run is dropped.
"""

from enum import StrEnum

import msgspec

from cnnstudio.data.choice import DataChoice, Shape
from cnnstudio.network.graph import Network
from cnnstudio.training.augmentation import Augmentation
from cnnstudio.training.config import Settings, TrainingConfig
from cnnstudio.training.envelope import Message
from cnnstudio.training.tasks import TaskCommand, TaskReport


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    DIVERGED = "diverged"
    CRASHED = "crashed"


class StartRun(Message, frozen=True):
    """Train `network` into the run folder; `resume` goes on from that folder's last checkpoint."""

    run: int
    network: Network
    config: TrainingConfig
    data: DataChoice
    folder: str
    name: str = ""
    resume: bool = False


class PauseRun(Message, frozen=True):
    """Wait before the next batch."""

    run: int


class ResumeRun(Message, frozen=True):
    """Go on after `PauseRun`."""

    run: int


class StopRun(Message, frozen=True):
    """End before the next batch, or after the current epoch."""

    run: int
    after_epoch: bool = False


class ChangeRun(Message, frozen=True):
    """Go on with other settings from the next batch, and for more epochs than without this.

    Only what is to change is named: the run may have other settings than the window shows.
    """

    run: int
    settings: Settings
    more_epochs: int = 0


class Drawing(msgspec.Struct, frozen=True):
    """The amount of ink, (height, width) uint8."""

    height: int
    width: int
    ink: bytes


class Probe(Message, frozen=True):
    """Ask what `network` makes of one picture: of the validation part, or a `drawing`.

    The weights are those of the run folder where it is given and fits, else
    the seeded initial ones. Of each block come the first `maps`; of the block
    `detail`, where one is named, all that it gives out.
    """

    generation: int
    network: Network
    config: TrainingConfig
    data: DataChoice
    index: int
    folder: str | None = None
    maps: int = 4
    detail: str = ""
    drawing: Drawing | None = None


class PreviewAugmentation(Message, frozen=True):
    """Ask for training pictures as a network that takes `shape` would be fed with them.

    `indices` count the pictures of the training part; one that comes twice is
    drawn twice. The same seed draws the same numbers.
    """

    generation: int
    data: DataChoice
    shape: Shape
    indices: tuple[int, ...]
    augmentation: Augmentation
    seed: int = 0


class Shutdown(Message, frozen=True):
    """End the engine process."""


Command = (
    StartRun
    | PauseRun
    | ResumeRun
    | StopRun
    | ChangeRun
    | Probe
    | PreviewAugmentation
    | Shutdown
    | TaskCommand
)


class EngineReady(Message, frozen=True):
    """torch is imported; `devices` are those that `TrainingConfig.device` may name here."""

    torch_version: str
    threads: int
    devices: tuple[str, ...]


class RunPreparing(Message, frozen=True):
    """What the engine does before the first batch, in words ("Measuring the fastest way …")."""

    run: int
    text: str


class RunStarted(Message, frozen=True):
    """The first batch comes next; `note` is a sentence on what the settings may not mean to say."""

    run: int
    device: str
    plan: str
    steps_per_epoch: int
    epochs: int
    examples: int
    validation_examples: int
    first_step: int = 0
    classes: tuple[str, ...] = ()
    note: str = ""


class BatchReport(Message, frozen=True):
    """The steps since the last report: the losses and the accuracies of each, in order.

    `step` is the number of steps done. Accuracies are empty for a picture task.
    `learning_rate` is that of the last step; `seconds` is how long all of them took.
    `done` is the share of all epochs' examples that were trained on, up to 1.
    """

    run: int
    epoch: int
    step: int
    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    examples_per_second: float
    seconds_left: float | None
    learning_rate: float | None = None
    seconds: float = 0.0
    done: float = 0.0


class LayerState(msgspec.Struct, frozen=True):
    """One block at one step: norms of its gradient, of what the step added, and of its weights.

    They are None for a block without weights. `dead` is the share of units that
    gave 0 for every picture of the batch; None where the block does not end in ReLU.
    """

    block: str
    gradient: float | None = None
    change: float | None = None
    weights: float | None = None
    dead: float | None = None


class LayerReport(Message, frozen=True):
    """A look inside at one step, taken now and then."""

    run: int
    epoch: int
    step: int
    layers: tuple[LayerState, ...]


class RunChanged(Message, frozen=True):
    """After `step` the run went on with other settings; `text` says which in words."""

    run: int
    epoch: int
    step: int
    text: str
    config: TrainingConfig


class EpochReport(Message, frozen=True):
    """An epoch and its validation are over; accuracies are None for a picture task."""

    run: int
    epoch: int
    step: int
    train_loss: float
    train_accuracy: float | None
    val_loss: float | None
    val_accuracy: float | None
    seconds: float
    examples_per_second: float
    is_best: bool


class Reports(Message, frozen=True):
    """Several reports on a run at once: epochs may be shorter than a screen takes to draw."""

    run: int
    reports: tuple[BatchReport | EpochReport | LayerReport | RunChanged, ...]


class FeatureMaps(msgspec.Struct, frozen=True):
    """The first maps of one block.

    `pixels` holds `count` maps of height × width uint8, from `low` (0) to `high` (255).
    A vector comes as one row.
    """

    block: str
    channels: int
    count: int
    height: int
    width: int
    low: float
    high: float
    pixels: bytes


class Filters(msgspec.Struct, frozen=True):
    """The filters of one convolution, for the first `planes` of its input `channels`.

    `values` are planes × count × height × width float32.
    """

    block: str
    count: int
    height: int
    width: int
    values: bytes
    channels: int = 1
    planes: int = 1


class MapFigures(msgspec.Struct, frozen=True, array_like=True):
    """The numbers of one feature map."""

    least: float
    greatest: float
    mean: float


class BlockMaps(msgspec.Struct, frozen=True, tag_field="type", tag=True):
    """The feature maps of one block, as many as there are unless they are huge.

    `shape` is (channels, height, width). `pixels` holds height × width uint8 for
    each of `figures`, from `low` (0) to `high` (255).
    """

    block: str
    shape: Shape
    low: float
    high: float
    pixels: bytes
    figures: tuple[MapFigures, ...]


class BlockValues(msgspec.Struct, frozen=True, tag_field="type", tag=True):
    """What the units of one block give out: float32, the first ones where there are very many."""

    block: str
    count: int
    values: bytes


class Activations(Message, frozen=True):
    """The answer to `Probe`: maps by block, filters, and the probabilities of the classes.

    `picture` is the input as (height, width, channels) uint8; `source` says in
    words whose weights were used. A network that answers with a picture has no
    probabilities but an `answer`, like `picture`, and its `loss`.
    """

    generation: int
    source: str
    label: int | None
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    picture_shape: tuple[int, int, int]
    picture: bytes
    maps: tuple[FeatureMaps, ...]
    filters: tuple[Filters, ...]
    detail: BlockMaps | BlockValues | None = None
    answer: bytes = b""
    loss: float | None = None


class AugmentedPictures(Message, frozen=True):
    """The answer to `PreviewAugmentation`: pictures before the input scaling.

    `originals` and `pictures` are (count, height, width, channels) uint8, 0–255,
    in the order of the indices, and so are `labels`.
    """

    generation: int
    count: int
    height: int
    width: int
    channels: int
    originals: bytes
    pictures: bytes
    labels: tuple[int, ...]
    classes: tuple[str, ...]


class RunEnded(Message, frozen=True):
    """A run is over; `text` says why in a sentence.

    Without a checkpoint it cannot be continued.
    """

    run: int
    outcome: Outcome
    text: str
    folder: str
    best_epoch: int | None = None
    has_checkpoint: bool = True


class Refused(Message, frozen=True):
    """A command that could not be carried out, and why; `data` is what could not be read."""

    text: str
    run: int | None = None
    generation: int | None = None
    data: DataChoice | None = None


Report = (
    EngineReady
    | RunPreparing
    | RunStarted
    | BatchReport
    | EpochReport
    | LayerReport
    | RunChanged
    | Reports
    | Activations
    | AugmentedPictures
    | RunEnded
    | Refused
    | TaskReport
)
