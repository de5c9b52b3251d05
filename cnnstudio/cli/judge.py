"""The commands `evaluate` and `predict`: what a run is worth, and what it answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cnnstudio.cli.options import AsJson, Data, Run
from cnnstudio.cli.output import decimal, percent, print_json, print_table, say
from cnnstudio.cli.selection import choose_data, choose_run
from cnnstudio.text import N_, _, plural
from cnnstudio.training import runs

if TYPE_CHECKING:
    from cnnstudio.engine.trained import Evaluation

_MOST_CLASSES = 20
"""A confusion matrix of more is not readable on a terminal."""

_SPLITS = {
    "test": N_("the test part"),
    "validation": N_("the validation part"),
    "train": N_("the training part"),
}

Pictures = Annotated[list[Path], typer.Argument(metavar="IMAGE…", help=N_("Files with pictures."))]


def evaluate(run: Run, *, data: Data = None, as_json: AsJson = False) -> None:
    """Measure a run on the test part of a data set, where there is one."""
    folder = choose_run(run)
    choice = runs.read_record(folder).data
    if data is not None:
        choice = choose_data(data, choice)

    from cnnstudio.engine.trained import evaluate_run

    found = evaluate_run(folder, choice)
    if as_json:
        print_json(
            {
                "split": found.split,
                "examples": found.score.examples,
                "loss": found.score.loss,
                "accuracy": found.score.accuracy,
                "confusion": None if found.confusion is None else found.confusion.tolist(),
            }
        )
    else:
        _print(found)


def _print(found: "Evaluation") -> None:
    say(
        _("{split}, {pictures}: loss {loss}, accuracy {accuracy}").format(
            split=_(_SPLITS[found.split]),
            pictures=plural("{count:,} picture", "{count:,} pictures", found.score.examples),
            loss=decimal(found.score.loss),
            accuracy=percent(found.score.accuracy),
        )
    )
    if found.confusion is None or len(found.classes) > _MOST_CLASSES:
        return
    say("")
    names = [_(name) for name in found.classes]
    rows = zip(names, found.confusion.tolist(), strict=True)
    print_table(
        (_("true ↓ taken for →"), *names),
        [(name, *map(str, counts)) for name, counts in rows],
        numbers=names,
    )


def predict(run: Run, images: Pictures, *, as_json: AsJson = False) -> None:
    """Say what a run takes pictures for, and how sure it is."""
    folder = choose_run(run)

    from cnnstudio.engine.trained import predict_pictures

    answers = predict_pictures(folder, images)
    if as_json:
        classes = runs.read_record(folder).classes
        print_json(
            [
                {
                    "image": str(image),
                    "label": answer.label,
                    "probability": answer.probability,
                    "probabilities": dict(zip(classes, answer.probabilities, strict=True)),
                }
                for image, answer in zip(images, answers, strict=True)
            ]
        )
    else:
        rows = [
            (str(image), _(answer.label), percent(answer.probability))
            for image, answer in zip(images, answers, strict=True)
        ]
        columns = (_("Picture"), _("Class"), _("Probability"))
        print_table(columns, rows, numbers=columns[2:])
