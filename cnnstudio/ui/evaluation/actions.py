"""The page's actions by their ids."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_
from cnnstudio.ui.actions import ActionDescription, page_actions

_A = ActionDescription

_DESCRIPTIONS = (
    _A(
        "evaluation.run",
        N_("&Evaluate Again"),
        N_("Measure the chosen run with the weights that it has now"),
        "Ctrl+R",
        "ph.arrows-clockwise",
    ),
    _A(
        "evaluation.cancel",
        N_("&Cancel"),
        N_("Give the evaluation up"),
        "Ctrl+Backspace",
        "ph.x",
    ),
    _A(
        "evaluation.export_scores",
        N_("Export &Scores…"),
        N_("Write precision, recall and F1 of each class as CSV"),
    ),
    _A(
        "evaluation.export_confusion",
        N_("Export Confusion &Matrix…"),
        N_("Write the counts of the confusion matrix as CSV"),
    ),
    _A(
        "evaluation.export_answers",
        N_("Export All &Answers…"),
        N_("Write the answer for each picture as CSV"),
    ),
    _A(
        "evaluation.show_large",
        N_("Show &Large…"),
        N_("Show the chosen example large, with the answer to it"),
    ),
    _A(
        "evaluation.show_in_folder",
        N_("Show in &Folder"),
        N_("Open the folder that holds the file of the chosen example"),
    ),
    _A(
        "evaluation.copy_path",
        N_("&Copy Path"),
        N_("Copy where the file of the chosen example lies"),
    ),
    _A(
        "evaluation.save_picture",
        N_("Save as &Picture…"),
        N_("Save the confusion matrix as PNG, with its run and accuracy"),
    ),
)


def build_actions(page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page`; their shortcuts work while the focus is in it."""
    return page_actions(_DESCRIPTIONS, page)
