"""How one number of a worksheet comes about: its products, and the sentence that adds them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.explanation import PixelProducts
from cnnstudio.kernels.numbers import CellProducts, Worked, cell_products
from cnnstudio.kernels.settings import Pooling
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.arithmetic_text import sum_text
from cnnstudio.ui.kernel_lab.words import title
from cnnstudio.ui.kernel_lab.worksheet.stages import Place, Stage, before, sources, values

_MOST_TERMS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What is said of one number."""

    place: str
    steps: str
    """What is added, or what the value is taken from."""
    value: float
    channels: tuple[PixelProducts, ...] = ()
    """The products, one grid for each channel; none where nothing is multiplied."""


def explain(sheet: Worksheet, steps: Worked, place: Place) -> Explanation:
    """Return how the number at a place comes about."""
    value = float(values(steps, place.stage)[place.number, place.row, place.column])
    where = _where(sheet, steps, place)
    if place.stage in (Stage.SUMS, Stage.ACTIVATED) and sheet.filters:
        cell = cell_products(sheet, place.number, place.row, place.column)
        return Explanation(where, _added(sheet, cell, place.stage), value, _channels(sheet, cell))
    return Explanation(where, _taken(sheet, steps, place), value)


def _where(sheet: Worksheet, steps: Worked, place: Place) -> str:
    if place.stage is Stage.FLAT:
        return _("number {index} of {count}").format(
            index=place.column + 1, count=steps.result.size
        )
    template = (
        _("filter {number}, row {row}, column {column}")
        if sheet.filters
        else _("channel {number}, row {row}, column {column}")
    )
    return template.format(number=place.number + 1, row=place.row + 1, column=place.column + 1)


def _added(sheet: Worksheet, cell: CellProducts, stage: Stage) -> str:
    is_single = len(cell.products) == 1
    terms = cell.products.ravel().tolist() if is_single else cell.channel_sums
    text = _("{products} + bias {bias}").format(
        products=_terms_text(terms), bias=_in_brackets(cell.bias)
    )
    if stage is Stage.SUMS:
        return text
    return _("{sum} = {total} → {activation}").format(
        sum=text, total=number(cell.total), activation=title(sheet.activation)
    )


def _terms_text(terms: Sequence[float]) -> str:
    if len(terms) <= _MOST_TERMS:
        return sum_text(terms)
    return _("{terms} … {count} products in all").format(
        terms=sum_text(terms[:_MOST_TERMS]), count=len(terms)
    )


def _taken(sheet: Worksheet, steps: Worked, place: Place) -> str:
    """Return what an activation, a pooling or a flattening does in one place."""
    source = before(sheet, place.stage)
    window = sources(sheet, steps, place)[source]
    rows = slice(window.top, window.top + window.height)
    columns = slice(window.left, window.left + window.width)
    taken = values(steps, source)[window.number or 0, rows, columns].ravel().tolist()
    match place.stage:
        case Stage.POOLED if sheet.pooling is Pooling.AVERAGE:
            return _("({sum}) ÷ {count}").format(sum=sum_text(taken), count=len(taken))
        case Stage.POOLED:
            return _("{pooling} of {values}").format(
                pooling=title(sheet.pooling), values=", ".join(map(number, taken))
            )
        case Stage.ACTIVATED:
            return _("{activation} of {value}").format(
                activation=title(sheet.activation), value=number(taken[0])
            )
    return _("map {number}, row {row}, column {column}").format(
        number=(window.number or 0) + 1, row=window.top + 1, column=window.left + 1
    )


def _channels(sheet: Worksheet, cell: CellProducts) -> tuple[PixelProducts, ...]:
    height, width = cell.values.shape[1:]
    rows = cell.top - sheet.padding.top + np.arange(height)
    columns = cell.left - sheet.padding.left + np.arange(width)
    size = sheet.input_size
    return tuple(
        PixelProducts(
            rows=np.where(rows < size[0], rows, -1),
            columns=np.where(columns < size[1], columns, -1),
            values=cell.values[channel],
            weights=cell.weights[channel],
            products=cell.products[channel],
            total=cell.channel_sums[channel],
            divisor=1.0,
            offset=0.0,
            filtered=cell.channel_sums[channel],
            activated=cell.channel_sums[channel],
            window=None,
            value=cell.channel_sums[channel],
        )
        for channel in range(len(cell.values))
    )


def _in_brackets(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)
