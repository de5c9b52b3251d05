"""The menus: which actions stand where. Every action is in one of them."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from cnnstudio.text import N_, _
from cnnstudio.ui.pages import PAGES

SEPARATOR = "-"
SUBMENU = ">"
"""Before the name of a menu that is filled elsewhere, such as ">recent"."""

MENUS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "file",
        N_("&File"),
        (
            "file.new",
            "file.examples",
            "file.open",
            ">recent",
            SEPARATOR,
            "file.save",
            "file.save_as",
            SEPARATOR,
            "file.quit",
        ),
    ),
    (
        "edit",
        N_("&Edit"),
        (
            "edit.undo",
            "edit.redo",
            SEPARATOR,
            "edit.cut",
            "edit.copy",
            "edit.paste",
            "edit.duplicate",
            "edit.delete",
            SEPARATOR,
            "edit.select_all",
        ),
    ),
    (
        "view",
        N_("&View"),
        (
            *(f"view.{page.id}" for page in PAGES),
            SEPARATOR,
            "view.palette",
            "view.inspector",
            "view.training",
            "view.reset_layout",
            SEPARATOR,
            ">appearance",
            "view.full_screen",
            SEPARATOR,
        ),
    ),
    (
        "network",
        N_("&Network"),
        (
            ">data",
            SEPARATOR,
            "network.add",
            "network.connect",
            "network.move_start",
            "network.select_wire",
            SEPARATOR,
            "network.fix_all",
            "network.repair",
            SEPARATOR,
            "network.copy_source",
            "network.save_source",
            SEPARATOR,
            "network.arrange",
            "network.arrange_right",
            "network.arrange_down",
            SEPARATOR,
        ),
    ),
    *((*page.menu, ()) for page in PAGES if page.menu is not None),
    (
        "training",
        N_("&Training"),
        (
            "training.train",
            "training.continue",
            "training.pause",
            "training.stop",
            "training.stop_after_epoch",
            SEPARATOR,
            "training.more_epochs",
            "training.restart",
            "training.find_rate",
            SEPARATOR,
            ">device",
            "training.settings",
            SEPARATOR,
            "training.log_scale",
            "training.show_all",
            SEPARATOR,
            "training.next_picture",
            "training.previous_picture",
            "training.random_picture",
            "training.draw_picture",
        ),
    ),
    (
        "help",
        N_("&Help"),
        ("help.block", "help.shortcuts", SEPARATOR, "help.log", SEPARATOR, "help.about"),
    ),
)

APPEARANCE = ("view.system", "view.light", "view.dark")
"""The actions of the submenu in View."""


def fill(
    bar: QMenuBar, actions: Mapping[str, QAction], submenus: Mapping[str, QMenu]
) -> dict[str, QMenu]:
    """Fill the menu bar and return its menus by id.

    An action that no menu names goes to the end of that of its prefix.
    """
    menus: dict[str, QMenu] = {}
    placed = {name for _id, _title, names in MENUS for name in names} | {*APPEARANCE}
    for menu_id, title, names in MENUS:
        menu = menus[menu_id] = bar.addMenu(_(title))
        menu.setObjectName(f"menu.{menu_id}")
        menu.setToolTipsVisible(False)
        for name in names:
            _add(menu, name, actions, submenus)
        for name, action in actions.items():
            if name not in placed and name.partition(".")[0] == menu_id:
                menu.addAction(action)
    return menus


def _add(
    menu: QMenu, name: str, actions: Mapping[str, QAction], submenus: Mapping[str, QMenu]
) -> None:
    if name == SEPARATOR:
        menu.addSeparator()
    elif name.startswith(SUBMENU):
        menu.addMenu(submenus[name.removeprefix(SUBMENU)])
    else:
        menu.addAction(actions[name])
