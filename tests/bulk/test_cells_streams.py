"""Batches of bounded size, threads, forks, and machines on which nothing can be kept."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.bulk.cell_cases import box, pairs
from truceline.bulk import kernels
from truceline.bulk.cells import CellIndex
from truceline.place import Area, Position

STEPS = np.arange(-5, 300, dtype=np.int32)
LONS, LATS = (each.ravel().copy() for each in np.meshgrid(STEPS, STEPS))
AREAS = [
    Area((((i, i // 2), (i + 90, i), (i + 40, 120 + i), (i + 5, 60)),)) for i in range(0, 160, 8)
]  # one over the other, slanted

ALONE = {**os.environ, "HOME": os.devnull, "XDG_CACHE_HOME": os.devnull, "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.parametrize("room", [1, 7, 1000])
def test_small_buffers_give_the_same_pairs(room: int) -> None:
    """A full buffer is handed out and the work goes on with the next row: no pair lost, none twice, none too many."""
    index = CellIndex(AREAS)
    whole = pairs(index.points(LONS, LATS))
    batches = list(index.points(LONS, LATS, buffer_pairs=room))
    assert pairs(iter(batches)) == whole
    assert max(len(batch.row) for batch in batches) <= max(room, len(AREAS))
    ends = (LONS[:5_000], LATS[:5_000], LATS[:5_000], LONS[:5_000])
    assert pairs(index.segments(*ends, buffer_pairs=room)) == pairs(index.segments(*ends))


def test_any_number_of_threads_gives_the_same() -> None:
    """The order of rows and areas, and the combinations found, do not depend on threads; several may ask at once."""
    alone = CellIndex(AREAS, threads=1)
    wanted, at = pairs(alone.points(LONS, LATS)), alone.combinations_at(LONS, LATS)
    combinations = [alone.combinations[one] for one in at]
    shared = CellIndex(AREAS, threads=3)
    assert pairs(shared.points(LONS, LATS)) == wanted
    parts = np.array_split(np.arange(len(LONS)), 16)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda part: shared.combinations_at(LONS[part], LATS[part]), parts))
    assert [shared.combinations[one] for one in np.concatenate(found)] == combinations


def test_a_place_on_each_thread() -> None:
    """Places go over threads in batches and come back in their order."""
    places = [box(i % 250, i % 190, i % 250 + 4, i % 190 + 4) for i in range(700)]
    assert CellIndex(AREAS, threads=3).places(places) == CellIndex(AREAS, threads=1).places(places)


FORK = """
import os, sys
import numpy as np
from truceline.bulk.cells import CellIndex
from truceline.bulk.interning import Interning
from truceline.place import Area

squares = [Area((((i, 0), (i + 4, 0), (i + 4, 4), (i, 4)),)) for i in range(9)]
index, numbers = CellIndex(squares, threads=2), Interning(1)
ask = lambda: [index.combinations[one] for one in index.combinations_at([3, 4, 5], [1, 1, 1])]
before = ask()
open_ = index.points(np.full(2_000_000, 3), np.full(2_000_000, 1))
next(open_)  # threads are at work
child = os.fork()
if child == 0:
    same = ask() == before and numbers.ids(np.array([5, 5, 6], np.uint64)).tolist() == [0, 0, 1]
    same &= sum(len(batch.row) for batch in index.points([3, 4], [1, 1])) == 9
    os._exit(0 if same else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_goes_on() -> None:
    """A child answers as its parent does, also when forked while threads are at work."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", FORK], timeout=120, check=False)
    assert done.returncode == 0


MANY = """
import resource
import numpy as np
from truceline.bulk.cells import CellIndex
from truceline.place import Area

index = CellIndex([Area((((0, 0), (1000, 0), (1000, 1000), (0, 1000)),))] * 3)
lons = np.tile(np.arange(-1000, 1000, dtype=np.int32), 10_000)
lats = np.full(len(lons), 500, np.int32)
[batch for batch in index.points(lons[:1000], lats[:1000])]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(len(batch.row) for batch in index.points(lons, lats))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_many_points_stream_through_little_memory() -> None:
    """Twenty million points with thirty million pairs (360 MB) take no more than the buffers under way."""
    done = subprocess.run([sys.executable, "-c", MANY], timeout=300, check=True, capture_output=True, text=True)
    count, grown_kb = map(int, done.stdout.split())
    assert count == 20_000 * 1_000 // 2 * 3 // 1_000 * 1_000
    assert grown_kb < 100_000


def asked_in(place: Path, code: str, **around: str) -> str:
    """What a process of its own prints that has only the copied kernels."""
    given = {**ALONE, **around, "PYTHONPATH": str(place)}
    return subprocess.run(
        [sys.executable, "-c", code], env=given, timeout=120, check=True, capture_output=True, text=True
    ).stdout.strip()


ASK = """
from truceline.bulk.kernels import wide
print(wide(7), sum(wide.stats.cache_hits.values()))
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The kernels' module alone, somewhere else."""
    room = tmp_path / "truceline" / "bulk"
    room.mkdir(parents=True)
    for package in (room.parent, room):
        (package / "__init__.py").touch()
    shutil.copy(kernels.__file__, room)
    return tmp_path


def kept(place: Path) -> list[Path]:
    """Compiled code beside the copied kernels."""
    return sorted(place.rglob("*.nb[ci]"))


def test_compiled_code_is_kept_and_found_again(copied: Path) -> None:
    """The second process compiles nothing; one with another source of the same length and age does."""
    assert asked_in(copied, ASK) == "7 0"
    assert kept(copied)
    assert asked_in(copied, ASK) == "7 1"
    source = copied / "truceline" / "bulk" / "kernels.py"
    times = (source.stat().st_atime_ns, source.stat().st_mtime_ns)
    source.write_text(
        source.read_text(encoding="utf-8").replace("gives the same bits", "gives the very bits"), encoding="utf-8"
    )
    os.utime(source, ns=times)
    assert asked_in(copied, ASK) == "7 0"


def test_without_any_place_to_keep_code(copied: Path) -> None:
    """Neither the package nor HOME can be written: compiled anew, and right."""
    (copied / "truceline" / "bulk" / "__pycache__").touch()  # a file where the directory would be
    assert asked_in(copied, ASK) == "7 0"
    assert asked_in(copied, ASK) == "7 0"
    assert kept(copied) == []


def test_on_a_full_disk(copied: Path) -> None:
    """The directory is there but takes no more: the answer comes all the same, and nothing half-written is left."""
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))\n"
    assert asked_in(copied, full + ASK) == "7 0"
    assert kept(copied) == []


def test_kept_code_that_is_damaged(copied: Path) -> None:
    """A file cut short is as good as none, and made anew."""
    asked_in(copied, ASK)
    for path in kept(copied):
        path.write_bytes(path.read_bytes()[:-20])
    assert asked_in(copied, ASK) == "7 0"
    assert asked_in(copied, ASK) == "7 1"


def test_one_row_in_very_many_areas() -> None:
    """More areas at a point than a buffer was asked for: the row comes whole."""
    areas = [box(0, 0, 10 + i, 10) for i in range(500)]
    (batch,) = CellIndex(areas).points([5], [5], buffer_pairs=3)
    assert batch.area.tolist() == list(range(500))
    assert all(area.holds(Position(5, 5)) for area in areas)
