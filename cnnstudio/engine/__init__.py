"""The process that trains: the only package that imports torch."""

import os

# Threads of OpenMP that wait for each other burn their cores for so many rounds, 300,000 unless
# set; where another program wants one of the cores, that makes steps up to a hundred times as
# long. libgomp reads this once, when torch is loaded.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
