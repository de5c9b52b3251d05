"""What the legend of a plot names, and what is told of a step under the pointer."""

from collections.abc import Sequence

from cnnstudio.text import N_, _
from cnnstudio.training.config import field
from cnnstudio.training.history import PER_STEP, BestValue, History, Quantity
from cnnstudio.training.messages import RunChanged
from cnnstudio.ui.training.change_marks import Mark
from cnnstudio.ui.training.curve_kinds import CurveKind
from cnnstudio.ui.training.curve_legend import CurveEntry
from cnnstudio.ui.training.layer_choice import line_look
from cnnstudio.ui.training.ticks import short_number
from cnnstudio.ui.widgets.legend import LegendEntry

# As near as this share of the steps of the run, the pointer is at a change or at the star.
_NEAR = 0.02
_SHORT = {
    "learning_rate": N_("lr {value}"),
    "batch_size": N_("batch {value}"),
    "epochs": N_("epochs {value}"),
    "weight_decay": N_("decay {value}"),
    "gradient_clip": N_("clip {value}"),
    "early_stopping": N_("patience {value}"),
    "augmentation": N_("augmentation"),
}
"""What may be changed during a run, as a mark has room for it."""


def line_entries(history: History, kind: Quantity) -> tuple[CurveEntry, ...]:
    """Return what the lines of a quantity are; beside an accuracy, which one is the best."""
    if kind is Quantity.ACCURACY and not history.has_accuracy:
        return ()
    hint = _("After each step, on the pictures it was trained with.")
    entries = [CurveEntry(_("training"), "training", short=_("train"), hint=hint)]
    if kind not in PER_STEP:
        return (CurveEntry(_("each step"), "training"),)
    if history.validation(kind).values.size:
        hint = _("After each epoch, on pictures it was not trained with.")
        entries.append(CurveEntry(_("validation"), "validation", short=_("val."), hint=hint))
    best = history.best_of(kind)
    if kind is Quantity.ACCURACY and best is not None:
        text = _("best {value:.3f}, epoch {epoch}").format(value=best.value, epoch=best.epoch)
        short, hint = f"{best.value:.3f}", best_text(best, kind)
        entries.append(CurveEntry(text, best_token(best), short=short, hint=hint, symbol="★"))
    return tuple(entries)


def expected_entries(kind: Quantity) -> tuple[CurveEntry, ...]:
    """Return what the legend of a quantity holds at its fullest."""
    if kind not in PER_STEP:
        return ()
    both = (
        CurveEntry(_("training"), "training", short=_("train")),
        CurveEntry(_("validation"), "validation", short=_("val.")),
    )
    star = CurveEntry("0.000", symbol="★")
    return (*both, star) if kind is Quantity.ACCURACY else both


def layer_entries(layers: Sequence[str], count: str) -> tuple[CurveEntry, ...]:
    """Return how many layers are drawn, and which."""
    entries = [CurveEntry(count)] if layers else []
    for place, layer in enumerate(layers):
        colour, style = line_look(place)
        hint = _("Norm of the gradient of {layer}").format(layer=layer)
        entries.append(CurveEntry(layer, colour=colour, style=style, hint=hint))
    return tuple(entries)


def best_token(best: BestValue) -> str:
    """Return the colour of the best epoch's star: that of the curve it is chosen by."""
    return "validation" if best.is_validation else "training"


def best_text(best: BestValue, kind: Quantity) -> str:
    """Return what the star is: "Best validation accuracy: 0.983, epoch 5"."""
    texts = {
        (Quantity.ACCURACY, True): _("Best validation accuracy: {value:.3f}, epoch {epoch}"),
        (Quantity.ACCURACY, False): _("Best training accuracy: {value:.3f}, epoch {epoch}"),
        (Quantity.LOSS, True): _("Validation loss of the best epoch: {value:.4g}, epoch {epoch}"),
        (Quantity.LOSS, False): _("Training loss of the best epoch: {value:.4g}, epoch {epoch}"),
    }
    return texts[kind, best.is_validation].format(value=best.value, epoch=best.epoch)


def change_marks(history: History) -> tuple[Mark, ...]:
    """Return where settings were changed, and which, in few words: "lr 5e-4"."""
    return tuple(Mark(change.step, change_label(change)) for change in history.changes)


def change_label(change: RunChanged) -> str:
    """Return what was changed in few words; in its own where it speaks another language."""
    found = [
        _(short).format(value=_value(getattr(change.config, name)))
        for name, short in _SHORT.items()
        if _(_title(name)) in change.text
    ]
    return ", ".join(found) or change.text


def _title(name: str) -> str:
    return N_("Augmentation") if name == "augmentation" else field(name).title


def _value(value: object) -> str:
    return short_number(value) if isinstance(value, int | float) else ""


def told_at(
    history: History, kind: CurveKind, step: float, *, weight: float, layers: Sequence[str]
) -> list[LegendEntry]:
    """Return what the curves come to at a step, and what was changed there."""
    entries = [LegendEntry(_("step {step:,}").format(step=round(step)))]
    if kind is None:
        entries += _gradients_at(history, step, layers)
    else:
        entries += _values_at(history, kind, step, weight)
        entries += _best_at(history, kind, step)
    return [*entries, *_changes_at(history, step)]


def _gradients_at(history: History, step: float, layers: Sequence[str]) -> list[LegendEntry]:
    near = history.gradients(4, first=step, last=step, blocks=layers)
    return [
        LegendEntry(f"{layer} {near[layer].values[0]:.2g}", colour=line_look(place)[0])
        for place, layer in enumerate(layers)
        if layer in near and near[layer].values.size
    ]


def _values_at(history: History, kind: Quantity, step: float, weight: float) -> list[LegendEntry]:
    entries = []
    here = history.curve(kind, 2, smoothing=weight, first=step, last=step)
    if here.values.size:
        entries.append(LegendEntry(f"{here.values[0]:.3g}", "training"))
    if kind not in PER_STEP:
        return entries
    positions, values = history.validation(kind)
    # What the epoch came to in which the step lies.
    later = values[positions >= step]
    if later.size:
        entries.append(LegendEntry(f"{later[0]:.3g}", "validation"))
    return entries


def _best_at(history: History, kind: Quantity, step: float) -> list[LegendEntry]:
    best = history.best_of(kind)
    if best is None or abs(best.step - step) > _near(history):
        return []
    return [LegendEntry(_("★ best epoch, {epoch}").format(epoch=best.epoch))]


def _changes_at(history: History, step: float) -> list[LegendEntry]:
    """Return what was changed at a step, or so near that it looks the same."""
    near = _near(history)
    return [
        LegendEntry(change.text) for change in history.changes if abs(change.step - step) <= near
    ]


def _near(history: History) -> float:
    return max(2.0, _NEAR * history.step)
