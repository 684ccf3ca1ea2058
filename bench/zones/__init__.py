"""Which rows lie in which zones: the cell index beside the engines that people use for it.

`python -m bench.zones` runs everything; `--help` lists what makes a smaller run.
"""
