"""What the log says of a run."""

import msgspec

from cnnstudio.text import _
from cnnstudio.training import config
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import EpochReport, RunStarted
from cnnstudio.ui.training.progress_text import seconds_text


def started_text(report: RunStarted, title: str, training: TrainingConfig) -> str:
    """Return which run begins, and how it is trained."""
    return _(
        "{run}: training on {examples:,} pictures, validating with {validation:,}, "
        "on {device}: {plan}. {optimizer}, learning rate {rate:g}, batches of {batch}."
    ).format(
        examples=report.examples,
        validation=report.validation_examples,
        device=report.device,
        plan=report.plan,
        run=title,
        optimizer=config.field("optimizer").text(training.optimizer),
        rate=training.learning_rate,
        batch=training.batch_size,
    )


def epoch_text(report: EpochReport) -> str:
    """Return what an epoch came to."""
    if report.val_loss is None:
        text = _("Epoch {epoch}: loss {train_loss:.4f}, {time}")
    elif report.val_accuracy is None:
        text = _("Epoch {epoch}: loss {train_loss:.4f}, validation {val_loss:.4f}, {time}")
    else:
        text = _(
            "Epoch {epoch}: loss {train_loss:.4f}, accuracy {train_accuracy:.2%}; "
            "validation {val_loss:.4f}, {val_accuracy:.2%}; {time}{best}"
        )
    best = _(" ★ best") if report.is_best else ""
    time = seconds_text(report.seconds)
    return text.format(**msgspec.structs.asdict(report), time=time, best=best)
