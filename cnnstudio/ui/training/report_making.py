"""What the picture of a curve shows: the run as far as it is in view, with all its names."""

from cnnstudio.text import N_, _
from cnnstudio.training.history import PER_STEP, History, Quantity
from cnnstudio.training.series import Points
from cnnstudio.ui.theme import LIGHT
from cnnstudio.ui.training.curve_kinds import TITLES, CurveKind
from cnnstudio.ui.training.curve_report import (
    SCALE,
    SIZE,
    CurveReport,
    ReportLine,
    ReportStar,
    ReportView,
)
from cnnstudio.ui.training.curve_words import best_text, best_token, change_marks
from cnnstudio.ui.training.layer_choice import line_look

_POINTS = SCALE * SIZE.width()
_FAINT = 0.3
_VALUE_NAMES: dict[CurveKind, str] = {
    Quantity.LOSS: N_("Loss"),
    Quantity.ACCURACY: N_("Accuracy (0 to 1)"),
    Quantity.LEARNING_RATE: N_("Learning rate"),
    None: N_("Norm of the gradient"),
    Quantity.STEP_TIME: N_("Time per step (ms)"),
}


def report_of(
    history: History,
    kind: CurveKind,
    view: ReportView,
    *,
    run: str = "",
    smoothing: float = 0.0,
    layers: list[str] | None = None,
) -> CurveReport:
    """Return the picture of a curve with the steps and values that are in view."""
    first, last = _steps(view)
    if kind is None:
        lines = _gradients(history, layers or [], first, last)
    else:
        lines = _quantity(history, kind, smoothing, first, last)
    return CurveReport(
        title=_(TITLES[kind]),
        run=run,
        step_name=_("Steps"),
        value_name=_(_VALUE_NAMES[kind]),
        view=view,
        lines=lines,
        star=None if kind is None else _star(history, kind),
        marks=change_marks(history),
        marks_are_below=kind is Quantity.ACCURACY,
    )


def _steps(view: ReportView) -> tuple[float, float]:
    first, last = view.steps
    return (10**first, 10**last) if view.has_log_steps else (first, last)


def _quantity(
    history: History, kind: Quantity, smoothing: float, first: float, last: float
) -> list[ReportLine]:
    lines = []
    name = _("training")
    if smoothing:
        raw = history.curve(kind, 2 * _POINTS, first=first, last=last)
        faint = LIGHT.training.toRgb()
        faint.setAlphaF(_FAINT)
        lines.append(ReportLine(_("training, each step"), raw, faint, 1.0))
        name = _("training, smoothed")
    curve = history.curve(kind, _POINTS, smoothing=smoothing, first=first, last=last)
    lines.append(ReportLine(name, curve, LIGHT.training, 2.0))
    if kind in PER_STEP and (validation := history.validation(kind)).values.size:
        line = ReportLine(_("validation"), validation, LIGHT.validation, 2.0, has_dots=True)
        lines.append(line)
    return lines


def _gradients(history: History, layers: list[str], first: float, last: float) -> list[ReportLine]:
    found: dict[str, Points] = history.gradients(_POINTS, first=first, last=last, blocks=layers)
    lines = []
    for place, layer in enumerate(layers):
        colour, style = line_look(place, LIGHT)
        lines.append(ReportLine(layer, found[layer], colour, 1.8, style, has_dots=True))
    return lines


def _star(history: History, kind: Quantity) -> ReportStar | None:
    best = history.best_of(kind)
    if best is None:
        return None
    colour = getattr(LIGHT, best_token(best))
    return ReportStar(best_text(best, kind), best.step, best.value, colour)
