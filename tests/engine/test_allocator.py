import json
import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="only here the system counts what is asked of it")

# In a process of its own: what is kept stays kept.
_STEPS = """
import json, resource
import psutil, torch
from cnnstudio.engine.allocator import keep_freed_memory, return_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _step in range(5):
        torch.ones(10_000_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

def resident():
    return psutil.Process().memory_info().rss

usual = faults()
keep_freed_memory()
for _warmed in range(4):  # pieces that were cut off keep the first blocks apart
    faults()
kept, before = faults(), resident()
return_freed_memory()
print(json.dumps([usual, kept, before - resident()]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="about glibc")
def test_steps_take_the_memory_of_the_steps_before() -> None:
    done = subprocess.run([sys.executable, "-c", _STEPS], check=True, capture_output=True)
    usual, kept, returned = json.loads(done.stdout)
    assert usual > 100
    assert kept < usual / 100
    assert returned > 35_000_000
