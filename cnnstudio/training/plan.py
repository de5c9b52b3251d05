"""How a machine carries out a run: found by measuring, stored because it decides the last bits."""

from enum import StrEnum

import msgspec

from cnnstudio.text import N_, _, plural
from cnnstudio.training import config


class Implementation(StrEnum):
    """Which of torch's implementations of an optimiser steps."""

    FUSED = "fused"
    FOREACH = "foreach"
    LOOP = "loop"


_IMPLEMENTATION_TITLES = {
    Implementation.FUSED: N_("fused {optimizer}"),
    Implementation.FOREACH: N_("batched {optimizer}"),
    Implementation.LOOP: N_("{optimizer}"),
}


class Plan(msgspec.Struct, frozen=True):
    """Memory layout, threads, optimiser implementation and precision of a run.

    The same seed under another plan gives other bits, so resuming keeps the plan.
    """

    channels_last: bool = False
    threads: int = 1
    implementation: Implementation = Implementation.LOOP
    bfloat16: bool = False

    def text(self, optimizer: str) -> str:
        """Return the plan in words: "channels-last, 2 threads, fused Adam"."""
        layout = _("channels-last") if self.channels_last else _("default layout")
        threads = plural("{count} thread", "{count} threads", self.threads)
        title = config.field("optimizer").text(optimizer)
        stepped = _(_IMPLEMENTATION_TITLES[self.implementation]).format(optimizer=title)
        words = [layout, threads, stepped]
        if self.bfloat16:
            words.append(_("mixed precision"))
        return ", ".join(words)
