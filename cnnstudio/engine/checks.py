"""Does a data set fit a network? Said before anything is trained."""

from math import prod

from cnnstudio.data.dataset import DataSet
from cnnstudio.engine.build import output_values
from cnnstudio.engine.objective import LOSSES
from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.shapes import ShapeReport
from cnnstudio.text import _
from cnnstudio.training.config import TrainingConfig, field


def check_training(report: ShapeReport, config: TrainingConfig, dataset: DataSet) -> None:
    """Raise `InvalidNetworkError` where a network cannot be trained so; it has no problems."""
    if not report.weight_count:
        raise InvalidNetworkError(
            _("This network has no weights, so there is nothing to train. Add Conv or Dense.")
        )
    check_classes(report, dataset)
    _check_loss(report, config)
    check_batch_size(min(config.batch_size, len(dataset.train)), pairs=needs_pairs(report))


def check_batch_size(size: int, *, pairs: bool) -> None:
    """Raise `InvalidNetworkError` where batches of one are too small, as `needs_pairs` says."""
    if pairs and size < 2:
        raise InvalidNetworkError(
            _(
                "Batch norm compares the pictures of a batch and needs at least two; "
                "this is a batch of one. Raise the batch size."
            )
        )


def check_classes(report: ShapeReport, dataset: DataSet) -> None:
    """Raise `InvalidNetworkError` where the classes of `dataset` do not fit the Output."""
    values, found = output_values(report), len(dataset.classes)
    task, wanted = Task(values["task"]), values["classes"]
    if task is Task.CLASSES and found != wanted:
        raise InvalidNetworkError(
            _(
                "{data} has {found} classes, but Output asks for {wanted}. "
                "Set Output to {found} classes."
            ).format(data=_(dataset.title), found=found, wanted=wanted)
        )
    if task is Task.YES_NO and found != 2:
        raise InvalidNetworkError(
            _(
                "Output answers yes or no, but {data} has {found} classes. Set Output to classes."
            ).format(data=_(dataset.title), found=found)
        )


def _check_loss(report: ShapeReport, config: TrainingConfig) -> None:
    losses = LOSSES[Task(output_values(report)["task"])]
    if config.loss not in losses:
        title = field("loss")
        raise InvalidNetworkError(
            _('The loss "{loss}" does not fit what Output asks for. It may be: {known}.').format(
                loss=title.text(config.loss), known=", ".join(map(title.text, losses))
            )
        )


def needs_pairs(report: ShapeReport) -> bool:
    """Return whether a batch of one picture would leave a batch norm nothing to compare."""
    return any(
        block.kind == "batch_norm" and any(prod(shape[1:]) == 1 for shape in known.inputs)
        for block in report.network.blocks.values()
        for known in (report.blocks[block.id],)
    )
