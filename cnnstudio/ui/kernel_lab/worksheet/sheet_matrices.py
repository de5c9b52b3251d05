"""The matrices of a worksheet as values: what each view of the sheet shows."""

from cnnstudio.kernels.kernel import Rows
from cnnstudio.kernels.numbers import Grid, Worked
from cnnstudio.kernels.settings import Pooling
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.words import title
from cnnstudio.ui.kernel_lab.worksheet.matrix_view import Matrix
from cnnstudio.ui.kernel_lab.worksheet.stages import Place, Stage, filled, stages, values

MOST_FLAT = 128
"""Of a flattened volume so many numbers are shown."""


def input_matrices(sheet: Worksheet, steps: Worked | None) -> list[Matrix]:
    """Return the channels of the input, with their padding where it can be worked out."""
    if steps is None:
        return [Matrix(rows, is_signed=False) for rows in sheet.channels]
    return [Matrix(_rows(plane), sheet.padding, is_signed=False) for plane in steps.padded]


def filter_matrices(sheet: Worksheet) -> list[list[Matrix]]:
    """Return the channels of each filter."""
    return [[Matrix(rows) for rows in part] for part in sheet.filters]


def bias_matrices(sheet: Worksheet) -> list[Matrix]:
    """Return the bias of each filter, one cell each."""
    return [Matrix(((bias,),)) for bias in sheet.biases]


def output_matrices(
    sheet: Worksheet, steps: Worked, played: Place | None
) -> dict[Stage, list[Matrix]]:
    """Return the maps of each step; while played, those of `played` and before are filled in."""
    return {
        stage: [
            Matrix(_rows(plane), filled=_filled(sheet, steps, played, stage, number))
            for number, plane in enumerate(_shown(values(steps, stage), stage))
        ]
        for stage in stages(sheet)
    }


def _shown(volume: Grid, stage: Stage) -> Grid:
    return volume[..., :MOST_FLAT] if stage is Stage.FLAT else volume


def heading(sheet: Worksheet, steps: Worked, stage: Stage) -> str:
    """Return what a step is called, with its size."""
    shape = values(steps, stage).shape
    size = _("{height} × {width}").format(height=shape[1], width=shape[2])
    match stage:
        case Stage.ACTIVATED:
            return title(sheet.activation)
        case Stage.POOLED:
            return _("{pooling}, {side} × {side}").format(
                pooling=title(sheet.pooling), side=sheet.pool_size
            )
        case Stage.FLAT:
            return _("Flattened, {count} numbers").format(count=shape[2])
    is_last = sheet.pooling is Pooling.NONE and stages(sheet)[-1] is Stage.SUMS
    return (_("Result, {size}") if is_last else _("Sums, {size}")).format(size=size)


def _filled(
    sheet: Worksheet, steps: Worked, played: Place | None, stage: Stage, number: int
) -> int | None:
    return None if played is None else filled(sheet, steps, played, stage, number)


def _rows(plane: Grid) -> Rows:
    return tuple(map(tuple, plane.tolist()))
