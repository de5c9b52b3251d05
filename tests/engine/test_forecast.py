import msgspec
import pytest
import torch

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine.devices import choose_device
from cnnstudio.engine.forecast import forecast
from cnnstudio.engine.plan import known_plan
from cnnstudio.engine.session import load_dataset
from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network.graph import Network
from cnnstudio.training.augmentation import COURSE
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.tasks import Forecast, MakeForecast, TaskProgress
from tests.engine.networks import chain, dense, picture, starter

FEW = DataChoice(part=0.5)
CONFIG = TrainingConfig(epochs=7)


def forecasted(
    config: TrainingConfig = CONFIG, network: Network | None = None, *, may_measure: bool = False
) -> Forecast:
    asked = MakeForecast(number=2, network=network or starter(), config=config, data=FEW)
    progress, found = forecast(asked, may_measure=may_measure)
    assert isinstance(progress, TaskProgress)
    assert isinstance(found, Forecast)
    return found


def test_times_follow_from_those_of_the_batches() -> None:
    found = forecasted()
    steps = -(-len(load_dataset(FEW, (1, 8, 8)).train) // 32)
    assert (found.number, found.steps_per_epoch) == (2, steps)
    assert found.seconds_per_epoch > steps * found.seconds_per_step > 0
    assert found.seconds == pytest.approx(7 * found.seconds_per_epoch)


def test_memory_grows_with_the_batch_and_holds_at_least_the_weights() -> None:
    small, large = (
        forecasted(msgspec.structs.replace(CONFIG, batch_size=size)).memory_bytes
        for size in (8, 256)
    )
    # Weights, gradients and two means of Adam, of 38,282 weights with four bytes each.
    assert small > 4 * 4 * 38_282
    # At least both maps of the second convolution, before and after ReLU.
    assert large - small > (256 - 8) * 2 * 32 * 8 * 8 * 4


def test_a_forecast_finds_the_plan_that_the_run_will_take() -> None:
    found = forecasted(may_measure=True)
    plan = known_plan(starter(), CONFIG, choose_device("auto"))
    assert plan is not None
    assert found.plan == plan.text("adam")


def test_while_a_run_goes_on_nothing_is_measured_for_long() -> None:
    forecasted()
    assert known_plan(starter(), CONFIG, choose_device("auto")) is None


def test_a_forecast_touches_nothing() -> None:
    torch.manual_seed(4)
    random, threads = torch.get_rng_state(), torch.get_num_threads()
    forecasted(msgspec.structs.replace(CONFIG, augmentation=COURSE), may_measure=True)
    assert torch.equal(torch.get_rng_state(), random)
    assert torch.get_num_threads() == threads


def test_a_network_that_does_not_fit_is_refused() -> None:
    network = chain(picture(1, 8, 8), "flatten", dense(3), ("output", {"classes": 3}))
    with pytest.raises(InvalidNetworkError, match="10 classes"):
        forecasted(network=network)
