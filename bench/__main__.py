"""`python -m bench`: makes the data, runs floor and main job in turn, prints ratios, draws the picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.data import LARGE, SMALL, Size, made
from bench.picture import draw
from bench.turns import Turns, take_turns
from bench.words import table

PICTURE = Path("docs/pictures/speed.svg")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=["small", "large", "both"], default="both")
    parser.add_argument("--times", type=int, default=3, help="how often each is run, in turn")
    parser.add_argument("--data", type=Path, default=Path("bench/.data"), help="where the tables are kept")
    parser.add_argument("--picture", type=Path, help=f"also draw the picture, for instance {PICTURE}")
    asked = parser.parse_args()
    sizes = {"small": (SMALL,), "large": (LARGE,), "both": (SMALL, LARGE)}[asked.size]
    results = [_result(size, asked.data, asked.times) for size in sizes]
    sys.stdout.write("\n".join(table(result) for result in results) + "\n")
    if asked.picture:
        draw(results, asked.picture)


def _result(size: Size, data: Path, times: int) -> Turns:
    folder = made(size, data)
    return take_turns(size, folder, times=times)


if __name__ == "__main__":
    main()
