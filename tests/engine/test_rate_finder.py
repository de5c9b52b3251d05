import msgspec
import pytest
import torch

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine import rate_finder
from cnnstudio.engine.rate_finder import find_rate, suggestion
from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network.graph import Network
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.tasks import FindRate, RateFound, RatesTried
from tests.engine.networks import chain, dense, picture, starter

FEW = DataChoice(part=0.5)


def search(config: TrainingConfig, network: Network | None = None) -> tuple[list[float], RateFound]:
    asked = FindRate(number=3, network=network or starter(), config=config, data=FEW)
    *tried, found = find_rate(asked)
    assert isinstance(found, RateFound)
    assert {report.number for report in (*tried, found)} == {3}
    rates = [rate for each in tried if isinstance(each, RatesTried) for rate in each.rates]
    for each in tried:
        assert isinstance(each, RatesTried)
        assert len(each.rates) == len(each.losses) == len(each.smoothed)
    return rates, found


@pytest.mark.parametrize(("optimizer", "low", "high"), [("adam", 1e-4, 5e-2), ("sgd", 1e-3, 1.0)])
def test_the_rate_that_is_found_is_one_that_trains(optimizer: str, low: float, high: float) -> None:
    rates, found = search(TrainingConfig(optimizer=optimizer))
    assert rates[0] == rate_finder.SMALLEST
    assert rates == sorted(rates)
    assert found.rate is not None
    assert low <= found.rate <= high
    assert f"{found.rate:g}" in found.text


def test_a_loss_that_explodes_ends_the_search() -> None:
    rates, _found = search(TrainingConfig(optimizer="sgd", momentum=0.99))
    assert rates[-1] < rate_finder.LARGEST


def test_the_search_touches_nothing() -> None:
    torch.manual_seed(4)
    random, threads = torch.get_rng_state(), torch.get_num_threads()
    search(TrainingConfig())
    assert torch.equal(torch.get_rng_state(), random)
    assert torch.get_num_threads() == threads


def test_a_schedule_does_not_get_in_the_way() -> None:
    plain, slanted = (
        search(msgspec.structs.replace(TrainingConfig(), schedule=each))[1].rate
        for each in ("constant", "cosine")
    )
    assert plain == slanted


def test_a_network_that_does_not_fit_is_refused() -> None:
    network = chain(picture(1, 8, 8), "flatten", dense(3), ("output", {"classes": 3}))
    with pytest.raises(InvalidNetworkError, match="10 classes"):
        search(TrainingConfig(), network)


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([5.0] * 6 + [4.9, 4.0, 2.0, 1.5, 1.4, 3.0, 9.0], 7),
        ([5.0 + step for step in range(12)], None),
        ([5.0] * 12, None),
        ([], None),
    ],
    ids=["falls and rises", "rises", "level", "none"],
)
def test_the_steepest_fall_is_suggested(losses: list[float], expected: int | None) -> None:
    rates = [10.0 ** (step - 6) for step in range(len(losses))]
    found = suggestion(rates, losses)
    assert found == (None if expected is None else pytest.approx(rates[expected]))
