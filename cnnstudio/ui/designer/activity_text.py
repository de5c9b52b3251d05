"""What is known of a block while a run trains, in words."""

from cnnstudio.text import _
from cnnstudio.training.messages import LayerState


def short_text(state: LayerState) -> str:
    """Return what is known of a block in a few signs: "Δ 0.21 %  ∇ 0.13  dead 4 %"."""
    parts = []
    if state.change is not None and state.weights:
        parts.append(_("Δ {change:.2%}").format(change=state.change / state.weights))
    if state.gradient is not None:
        parts.append(_("∇ {gradient:.2g}").format(gradient=state.gradient))
    if state.dead:
        parts.append(_("dead {share:.0%}").format(share=state.dead))
    return "  ".join(parts)


def long_text(state: LayerState) -> str:
    """Return the same in sentences."""
    parts = []
    if state.change is not None and state.weights:
        change = _("The last step moved the weights by {change:.2%} of their norm.")
        parts.append(change.format(change=state.change / state.weights))
    if state.gradient is not None:
        parts.append(_("The gradient has the norm {norm:.3g}.").format(norm=state.gradient))
    if state.dead is not None:
        dead = _("{share:.0%} of the units gave 0 for every picture of the batch.")
        parts.append(dead.format(share=state.dead))
    return " ".join(parts)
