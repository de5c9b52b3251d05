"""The page's menu: what is done most stands in it, the rest in menus of its own."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cnnstudio.text import N_, _

_GROUPS: tuple[tuple[str, ...], ...] = (
    (
        "kernel.rotate",
        "kernel.mirror",
        "kernel.upside_down",
        "kernel.transpose",
        "kernel.negate",
        "kernel.symmetrise",
        "kernel.clear",
    ),
    ("kernel.grow", "kernel.shrink", "kernel.normalise", "kernel.paint"),
    ("kernel.copy", "kernel.paste", "kernel.code", "kernel.search"),
)
_SUBMENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("&Own Kernels"),
        ("kernel.keep", "kernel.rename", "kernel.remove", "kernel.import", "kernel.export"),
    ),
    (N_("P&icture"), ("picture.",)),
    (N_("Play"), ("play.",)),
)
"""A name that ends in a point stands for all that begin with it."""


def fill_menu(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """Put every action into `menu`; one that no group names stands at the end."""
    left = dict(actions)
    for group in _GROUPS:
        for name in group:
            menu.addAction(left.pop(name))
        menu.addSeparator()
    for title, names in _SUBMENUS:
        inner = menu.addMenu(_(title))
        for name in [each for each in left if each.startswith(names)]:
            inner.addAction(left.pop(name))
    menu.addActions(list(left.values()))
    for action in actions.values():
        action.setIconVisibleInMenu(False)  # icons are coloured for the buttons
