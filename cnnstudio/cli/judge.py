"""The commands `evaluate` and `predict`: what a run is worth, and what it answers."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cnnstudio.cli.options import AsJson, Data, Run
from cnnstudio.cli.output import decimal, percent, print_error, print_json, print_table, say
from cnnstudio.cli.selection import choose_data, choose_run
from cnnstudio.data.layout import shown
from cnnstudio.data.pictures import picture_files
from cnnstudio.errors import UserError
from cnnstudio.text import N_, _, plural
from cnnstudio.training import config, runs

if TYPE_CHECKING:
    from cnnstudio.engine.trained import Answer, Evaluation, Prediction, Reproduction

_MOST_CLASSES = 20
"""A confusion matrix of more is not readable on a terminal."""

_SPLITS = {
    "test": N_("the test part"),
    "validation": N_("the validation part"),
    "train": N_("the training part"),
}

Pictures = Annotated[
    list[Path],
    typer.Argument(metavar="IMAGE…", help=N_("Files with pictures, or folders of them.")),
]


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
    """Say what a run takes pictures for, and how sure it is; a folder stands for all in it.

    Of a run that makes each picture again, say how far off it is.
    """
    folder = choose_run(run)
    files = picture_files(images)

    from cnnstudio.engine.trained import predict_pictures

    answers = predict_pictures(folder, files)
    if as_json:
        has_problems = _print_json(list(answers), runs.read_record(folder).classes)
    else:
        has_problems = _print_lines(answers, is_alone=files == images[:1])
    if has_problems:
        raise typer.Exit(UserError.exit_status)


def _print_json(answers: "list[Answer]", classes: Sequence[str]) -> bool:
    """Print what was answered; return whether a file was no picture."""
    print_json(
        [
            {"image": shown(each.path), **_fields(each.prediction, classes)}
            for each in answers
            if each.prediction is not None
        ]
    )
    problems = [each.problem for each in answers if each.prediction is None]
    for problem in problems:
        print_error(problem)
    return bool(problems)


def _fields(prediction: "Prediction | Reproduction", classes: Sequence[str]) -> dict[str, object]:
    from cnnstudio.engine.trained import Prediction

    if not isinstance(prediction, Prediction):
        return {"loss_name": prediction.loss_name, "loss": prediction.loss}
    return {
        "label": prediction.label,
        "probability": prediction.probability,
        "probabilities": dict(zip(classes, prediction.probabilities, strict=True)),
    }


def _print_lines(answers: "Iterable[Answer]", *, is_alone: bool) -> bool:
    """Print "dog 0.93", behind its path where it is not the only one; return as `_print_json`."""
    has_problems = False
    for each in answers:
        if each.prediction is None:
            has_problems = True
            print_error(each.problem)
        else:
            said = _said(each.prediction)
            say(said if is_alone else f"{shown(each.path)}  {said}")
    return has_problems


def _said(prediction: "Prediction | Reproduction") -> str:
    """Return "dog 0.93", or "mean squared error 0.0123" of a network that makes pictures."""
    from cnnstudio.engine.trained import Prediction

    if isinstance(prediction, Prediction):
        return f"{_(prediction.label)} {prediction.probability:.2f}"
    return f"{config.field('loss').text(prediction.loss_name)} {prediction.loss:.4g}"
