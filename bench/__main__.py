"""`python -m bench`: how fast it is, beside bare engines that read the same files in the same run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import curves, growth, loading, page, side_by_side
from bench.data import LARGE, SMALL, YEAR, Size, made
from bench.headline import ENGINES
from bench.picture import draw
from bench.results import FOLDER, Kept
from bench.turns import Turns, take_turns
from bench.words import HELP, table

PICTURE = Path("docs/pictures/speed.svg")
CURVES = Path("docs/pictures/curves.svg")


def main() -> None:
    asked = _asked()
    match asked.what:
        case "job":
            _job(asked)
        case "load":
            loading.measure(asked.data, asked.times, Kept(asked.keep / "load.json"))
        case "headline":
            kept = Kept(asked.keep / "headline.json")
            for people in asked.people:
                side_by_side.measure(
                    people, asked.periods, asked.engines, asked.data, times=asked.times, kept=kept
                )
        case "growth":
            growth.measure(asked.set, asked.data, Kept(asked.keep / "growth.json"))
        case "pages":
            page.write()
            curves.draw(FOLDER, CURVES)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    parsers = {name: commands.add_parser(name, help=told, description=told) for name, told in HELP.items()}
    for name, one in parsers.items():
        if name != "pages":
            one.add_argument("--data", type=Path, default=Path("bench/.data"), help="where tables are made")
        if name not in ("pages", "growth"):
            one.add_argument("--times", type=int, default=3, help="how often each is run, in turn")
        if name not in ("pages", "job"):
            one.add_argument("--keep", type=Path, default=FOLDER, help="where measurements are added as JSON")
    parsers["job"].add_argument("--size", choices=["small", "large", "both"], default="both")
    parsers["job"].add_argument("--picture", type=Path, help=f"also draw the picture, for instance {PICTURE}")
    headline = parsers["headline"]
    headline.add_argument(
        "--people", type=int, nargs="+", default=[26_000], help="26,000 have ten million time records a year"
    )
    headline.add_argument(
        "--periods",
        type=int,
        choices=range(1, YEAR + 1),
        default=YEAR,
        metavar=f"1-{YEAR}",
        help="pay periods",
    )
    choices = (*ENGINES, side_by_side.REPORT)
    headline.add_argument("--engines", nargs="+", choices=choices, default=list(choices))
    parsers["growth"].add_argument(
        "--set", choices=list(growth.CASES), default="quick", help="up to 2, 10 or 100 million time records"
    )
    return parser.parse_args()


def _job(asked: argparse.Namespace) -> None:
    sizes = {"small": (SMALL,), "large": (LARGE,), "both": (SMALL, LARGE)}[asked.size]
    results = [_result(size, asked.data, asked.times) for size in sizes]
    sys.stdout.write("\n".join(table(result) for result in results) + "\n")
    if asked.picture:
        draw(results, asked.picture)


def _result(size: Size, data: Path, times: int) -> Turns:
    return take_turns(size, made(size, data), times=times)


if __name__ == "__main__":
    main()
