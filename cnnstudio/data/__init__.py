"""Data sets: where pictures and labels come from.

`choice` says which one a project uses, `catalog` knows them all, loads them and
fetches those that lie on the internet, `dataset` is what comes out. Each other
module reads or draws one kind.

How it grows with a folder of N pictures (`tests/benchmarks/large_index.py` shows
the middle part for 10 million):

- Looking through the folder takes some 7 µs for each file whenever it is opened,
  a minute for 10 million, and no memory that grows with their names.
- The store (`picture_store`) takes C × H × W bytes for each picture on the disk,
  and 16 for its entry. What is decoded is only added to it; a few pictures more
  cost what these cost. In memory are only the parts of it that are being read,
  and the system takes these back where it needs them.
- The index in memory takes 6 bytes for each picture: row and label. An unchanged
  folder is found again by reading along its entries, 0.05 µs for each. A changed
  one needs the entries sorted once, 40 bytes for each for a moment. The first
  time, the names of the files still to be decoded are kept as well, some 100
  bytes for each.
- A split takes 8 bytes for each row of its largest class for a moment; the order
  of an epoch 8 bytes for each picture trained on.

Together, 10 million pictures open and shuffle in a few seconds and under 200 MB.
"""
