import importlib.util
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from torch import nn

from cnnstudio.engine.build import build
from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network import edits
from cnnstudio.network.code import class_name_of, listing, source
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.project.presets import NAMES, load_preset
from tests.network.drawn import INPUT, working_networks


def printed(network: Network) -> str:
    return source(network, infer_shapes(network))


def imported(text: str, folder: Path) -> ModuleType:
    """The module that `text` makes when it is saved and imported, as its reader will do."""
    path = folder / "exported.py"
    path.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location("exported", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exported")


def assert_same(exported: nn.Module, built: nn.Module, pictures: torch.Tensor) -> None:
    exported.load_state_dict(built.state_dict(), strict=True)
    exported.eval()
    built.eval()
    with torch.no_grad():
        for method in ("forward", "logits"):
            if hasattr(exported, method):  # a picture has no logits
                theirs, ours = getattr(exported, method)(pictures), getattr(built, method)(pictures)
                assert torch.equal(torch.nan_to_num(theirs), torch.nan_to_num(ours)), method


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=100)
@given(network=working_networks(most=10))
def test_source_computes_bit_for_bit_what_is_trained(network: Network, folder: Path) -> None:
    exported = imported(printed(network), folder).Network()
    assert_same(exported, build(network, seed=3), torch.rand(2, *INPUT))


def test_source_draws_the_engines_weights_from_the_same_seed(folder: Path) -> None:
    network = load_preset("small-resnet").network
    module = imported(printed(network), folder)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        drawn = module.Network().state_dict()
    assert list(drawn) == list(build(network, seed=7).state_dict())
    assert all(
        torch.equal(drawn[name], w) for name, w in build(network, seed=7).state_dict().items()
    )


READER = """
import sys
import torch
from safetensors.torch import load_file, save_file

outputs = {}
for name in sys.argv[1:]:
    module = __import__(name)
    model = module.Network()
    model.load_state_dict(load_file(name + ".safetensors"))
    model.eval()
    with torch.no_grad():
        outputs[name] = model(load_file(name + ".input.safetensors")["pictures"])
save_file(outputs, "outputs.safetensors")
assert not [name for name in sys.modules if name.startswith("cnnstudio")]
"""


def every_own_layer() -> Network:
    network = Network()
    chain = ("input", "min_pool", "scaled_tanh", "min_pool", "flatten", "dense", "output")
    for kind in chain:
        before = list(network.blocks)
        values = {"units": "classes"} if kind == "dense" else {}
        network = edits.add(network, edits.new_block(network, kind, **values))
        if before:
            network = edits.connect(network, before[-1], list(network.blocks)[-1])
    return network


def assert_same_apart(networks: Mapping[str, Network], folder: Path) -> None:
    """Let each source run in a process without us, with the same weights: the same bits."""
    expected = {}
    for name, network in networks.items():
        model = build(network, seed=1).eval()
        pictures = torch.rand(3, *(infer_shapes(network).blocks["input1"].output or ()))
        (folder / f"{name}.py").write_text(printed(network), "utf-8")
        save_file(model.state_dict(), folder / f"{name}.safetensors")
        save_file({"pictures": pictures}, folder / f"{name}.input.safetensors")
        with torch.no_grad():
            expected[name] = model(pictures)
    (folder / "reader.py").write_text(READER, "utf-8")
    command = [sys.executable, "reader.py", *networks]
    subprocess.run(command, cwd=folder, check=True, timeout=100)
    outputs = load_file(folder / "outputs.safetensors")
    for name, theirs in expected.items():
        assert torch.equal(torch.nan_to_num(outputs[name]), torch.nan_to_num(theirs)), name


def test_presets_run_in_a_process_that_knows_torch_alone(tmp_path: Path) -> None:
    networks = {f"m_{name.replace('-', '_')}": load_preset(name).network for name in NAMES}
    assert_same_apart({**networks, "m_own": every_own_layer()}, tmp_path)


@settings(
    deadline=None,
    max_examples=1,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(drawn=st.lists(working_networks(most=10), min_size=15, max_size=15))
def test_generated_networks_run_in_a_process_that_knows_torch_alone(
    drawn: list[Network], tmp_path_factory: pytest.TempPathFactory
) -> None:
    networks = {f"m{place}": network for place, network in enumerate(drawn)}
    assert_same_apart(networks, tmp_path_factory.mktemp("apart"))


def test_source_is_formatted_as_ruff_would(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(printed(load_preset(name).network), "utf-8")
    (tmp_path / "own.py").write_text(printed(every_own_layer()), "utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--diff"]
    command += ["--line-length", "100", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def test_chain_reads_as_people_write_it() -> None:
    text = printed(load_preset("starter").network)
    assert "self.conv1 = nn.Conv2d(1, 16, kernel_size=3, padding=1)\n" in text
    assert "        x = self.conv1(x)  # (N, 16, 8, 8)\n" in text


def test_branches_have_variables_named_after_their_blocks() -> None:
    text = printed(load_preset("small-resnet").network)
    assert "        x = torch.add(x, relu1)  # (N, 16, 32, 32)\n" in text


def test_sigmoid_at_the_end_is_left_out_of_the_logits() -> None:
    text = printed(load_preset("cat-or-dog").network)
    before, forward = text.split("    def forward")
    assert "self.sigmoid1(" not in before.split("    def logits")[1]
    assert "return self.sigmoid1(self.logits(x))" in forward


def test_network_with_a_problem_has_no_source() -> None:
    with pytest.raises(InvalidNetworkError, match="There is no Input"):
        printed(Network())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tiny-vgg", "TinyVgg"),
        ("my network (2)", "MyNetwork2"),
        ("3 layers", "Network3Layers"),
        ("ağ", "A"),
        ("", "Network"),
        ("none", "NetworkNone"),
        ("scaled tanh", "ScaledTanhNetwork"),
    ],
)
def test_class_name_is_made_of_the_words(text: str, name: str) -> None:
    assert class_name_of(text) == name


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=50)
@given(network=working_networks(most=10))
def test_each_line_that_names_a_module_is_that_blocks(network: Network) -> None:
    report = infer_shapes(network)
    listed = listing(network, report)
    assert listed.text == source(network, report)
    lines = listed.text.splitlines()
    for block in network.blocks:
        named = {at for at, line in enumerate(lines) if f"self.{block} = " in line}
        called = {at for at, line in enumerate(lines) if re.search(rf"self\.{block}[(\[]", line)}
        assert named | called <= set(listed.lines.get(block, ()))


def test_a_sum_has_its_line_and_a_sequence_has_all_of_its_lines() -> None:
    network = load_preset("small-resnet").network
    first = network.of_kind("conv")[0].id
    network = edits.set_parameters(network, first, {"activation": "relu"})
    listed = listing(network, infer_shapes(network))
    lines = listed.text.splitlines()
    for block in network.of_kind("add"):
        (line,) = listed.lines[block.id]
        assert "torch.add(" in lines[line]
    made = [lines[at] for at in listed.lines[first]]
    assert made[0] == f"        self.{first} = nn.Sequential("
    assert made[3] == "        )"
    assert f"self.{first}(" in made[4]
