"""Whatever is delivered in whatever order, the workspace holds what a few lines of plain Python say."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from hypothesis import Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.lake.loading import HEADER, accepted, everything, snapshot

from dutystation.directives.load import load_directive
from dutystation.lake.files import deliveries
from dutystation.lake.workspace import open_workspace
from dutystation.profiles.load import load_profile
from dutystation.runs.loading.load import Asked, load
from dutystation.runs.loading.profile_reader import ProfileReader
from dutystation.terms.errors import UnusableInput

DIRECTIVE = load_directive("dhs-2025")
FIRST_DAYS = {"2025-01": date(2025, 1, 12), "2025-02": date(2025, 1, 26)}
"""The two pay periods that are delivered for; each has 14 days."""
IN_TIME, IN_TIME_FOR_ORIGINALS, EARLY = 25, 5, 0
"""What dhs-2025 says: pay periods back for corrections, back for first deliveries, and ahead."""
COLUMNS = ("person", "work_date", "hours", "pay_code", "place_code", "record_id")
PROFILE = (
    "format: 1\ntitle: Invented time system\ntable: time_records\nsays: One row for each line.\n"
    "layout_from: Made up\nexport: {kind: delimited}\n"
    f"columns: {{{', '.join(f'{name}: {name}' for name in COLUMNS)}}}\n"
    f"values: {{{', '.join(f'{name}: {name}' for name in COLUMNS)}}}\n"
)

Rows = dict[str, float | None]
"""By record id the hours, None where they cannot be read."""

# Mostly one slice, since much has to come together there.
PLACES = st.sampled_from([*[("CBP", "2025-02")] * 4, ("CBP", "2025-01"), ("FEMA", "2025-02")])
ROWS = st.dictionaries(
    st.sampled_from(["R1", "R2", "R3"]), st.sampled_from([8.0, 7.5, None]), min_size=1, max_size=3
)
READ = st.sampled_from(["as it is", "as it is", "by profile"])


@dataclass(frozen=True)
class Sent:
    """One delivery in force: what makes it the same as another."""

    id: str
    rows: tuple[tuple[str, float | None], ...]
    by_profile: bool
    amends: bool

    def same_as(self, other: Sent) -> bool:
        return (self.rows, self.by_profile, self.amends) == (other.rows, other.by_profile, other.amends)


@dataclass
class Held:
    """What a slice holds: the deliveries that make it up, and the rows they leave."""

    chain: list[Sent] = field(default_factory=list)
    accepted: dict[str, float] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def take(self, sent: Sent) -> None:
        rows = dict(sent.rows)
        if not sent.amends:
            self.chain, self.accepted, self.refused = [], {}, set()
        self.chain.append(sent)
        self.refused = {id for id in self.refused if id not in rows} | {i for i in rows if rows[i] is None}
        self.accepted |= {id: hours for id, hours in rows.items() if hours is not None}


class Deliveries(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="deliveries-"))
        self.workspace = self.folder / "lake"
        (self.folder / "ours.yaml").write_text(PROFILE)
        self.profile = ProfileReader(load_profile(str(self.folder / "ours.yaml")))
        self.held = {(sender, period): Held() for sender in ("CBP", "FEMA") for period in FIRST_DAYS}
        self.ever: list[tuple[str, str, str]] = []  # id, sender and period of whatever was taken
        self.earlier: dict[int, list[tuple[object, ...]]] = {}

    def teardown(self) -> None:
        """Every snapshot that ever was still shows what it showed."""
        for at, rows in self.earlier.items():
            assert accepted(self.workspace, "sender, period, record_id, hours::double", at=at) == rows
        shutil.rmtree(self.folder)

    @initialize(hours=st.sampled_from([8.0, None]))
    def an_original_is_delivered(self, hours: float | None) -> None:
        self.deliver("CBP", "2025-02", {"R1": hours, "R2": 8.0}, by_profile=False, way="plain", back=1)

    @rule(place=PLACES, rows=ROWS, read=READ, back=st.sampled_from([1, 0, 5, 25]))
    def what_came_last_is_corrected(self, place: tuple[str, str], rows: Rows, read: str, back: int) -> None:
        self.deliver(*place, rows, by_profile=read == "by profile", way="corrects", back=back)

    @rule(place=PLACES, rows=ROWS, read=READ, back=st.sampled_from([1, 0, 5, 25]))
    def what_is_there_is_amended(self, place: tuple[str, str], rows: Rows, read: str, back: int) -> None:
        self.deliver(*place, rows, by_profile=read == "by profile", way="amends", back=back)

    @rule(place=PLACES, rows=ROWS, read=READ, way=st.sampled_from(["plain", "corrects the first"]))
    def a_file_comes_that_may_not_replace(
        self, place: tuple[str, str], rows: Rows, read: str, way: str
    ) -> None:
        """It is taken all the same where nothing is there, or where the first is also the last."""
        self.deliver(*place, rows, by_profile=read == "by profile", way=way, back=1)

    @rule(
        place=PLACES,
        rows=ROWS,
        way=st.sampled_from(["plain", "corrects", "amends"]),
        back=st.sampled_from([6, 26, -1]),
    )
    def a_file_comes_too_late_or_too_early(
        self, place: tuple[str, str], rows: Rows, way: str, back: int
    ) -> None:
        """Six pay periods are too many for a first delivery only."""
        self.deliver(*place, rows, by_profile=False, way=way, back=back)

    @rule(
        place=PLACES,
        which=st.integers(0, 9),
        way=st.sampled_from(["plain", "corrects"]),
        back=st.sampled_from([1, 26, -1]),
    )
    def what_is_in_force_is_delivered_again(
        self, place: tuple[str, str], which: int, way: str, back: int
    ) -> None:
        """It is the same, so that it does not matter how late it comes."""
        chain = self.held[place].chain
        if chain:
            sent = chain[which % len(chain)]
            again = "amends" if sent.amends else way
            self.deliver(*place, dict(sent.rows), by_profile=sent.by_profile, way=again, back=back)

    def deliver(self, sender: str, period: str, rows: Rows, *, by_profile: bool, way: str, back: int) -> None:
        held = self.held[sender, period]
        ids = [id for id, who, what in self.ever if (who, what) == (sender, period)]
        named = {
            "corrects": held.chain[-1].id if held.chain else "D",
            "corrects the first": (ids or ["D"])[0],
        }
        meant = Sent("", tuple(sorted(rows.items(), key=str)), by_profile, way == "amends")
        expected = self.expected(held, meant, named.get(way), back)
        event(f"{way}: {expected}")
        stated = None if any(rows.values()) else period  # only accepted rows tell the pay period
        try:
            loaded = load(
                Asked(self.file(period, meant), "time_records", sender, stated, meant.amends, named.get(way)),
                self.workspace,
                rules=DIRECTIVE.rules_on(date(2025, 2, 19)),
                received_on=FIRST_DAYS[period] + timedelta(days=14 * back + 6),
                reader=self.profile if by_profile else None,
            )
        except UnusableInput:
            assert expected == "refused"
            return
        assert expected == ("taken" if loaded.changed else "unchanged")
        if loaded.changed:
            sent = Sent(loaded.delivery.id, meant.rows, by_profile, meant.amends)
            counts = (loaded.delivery.rows, loaded.delivery.rejected)
            assert counts == (len(rows), list(rows.values()).count(None))
            assert loaded.delivery.replaces == (held.chain[-1].id if held.chain and not sent.amends else "")
            assert loaded.delivery.amends == (held.chain[-1].id if sent.amends else "")
            held.take(sent)
            self.ever.append((sent.id, sender, period))
            self.earlier[snapshot(self.workspace)] = self.rows()

    @staticmethod
    def expected(held: Held, meant: Sent, named: str | None, back: int) -> str:
        """What must become of a delivery."""
        if any(before.same_as(meant) for before in held.chain):
            return "unchanged"
        windows = IN_TIME if held.chain else IN_TIME_FOR_ORIGINALS
        if not EARLY <= back <= windows:
            return "refused"
        if meant.amends:
            return "taken" if held.chain else "refused"
        if held.accepted and not any(dict(meant.rows).values()):
            return "refused"  # nothing of it could be used, and something stands
        last = held.chain[-1].id if held.chain else None
        return "taken" if named == last else "refused"

    def file(self, period: str, meant: Sent) -> Path:
        day = FIRST_DAYS[period] + timedelta(days=1)
        lines = [f"P1,{day},{'x' if hours is None else hours},01,,{id}\n" for id, hours in meant.rows]
        source = self.folder / "time_records.csv"
        source.write_text(HEADER + "".join(lines))
        return source

    def rows(self) -> list[tuple[object, ...]]:
        return sorted(
            (sender, period, id, hours)
            for (sender, period), held in self.held.items()
            for id, hours in held.accepted.items()
        )

    @invariant()
    def the_workspace_holds_what_was_delivered(self) -> None:
        assert everything(self.workspace) == {
            "accepted": [(sender, period, id, "P1", hours) for sender, period, id, hours in self.rows()],
            "refused": sorted(
                (sender, period, id, "not_a_number")
                for (sender, period), held in self.held.items()
                for id in held.refused
            ),
        }

    @invariant()
    def every_delivery_is_on_record_and_those_in_force_are_known(self) -> None:
        if not self.ever:
            return
        in_force = {sent.id for held in self.held.values() for sent in held.chain}
        with closing(open_workspace(self.workspace)) as opened:
            found = [(account.delivery.id, not account.replaced_by) for account in deliveries(opened)]
        assert found == [(id, id in in_force) for id, _, _ in self.ever]


TestAnyDeliveries = Deliveries.TestCase
# A load takes a tenth of a second, so that looking for a shorter example of a fault would take minutes.
TestAnyDeliveries.settings = settings(
    max_examples=10, stateful_step_count=12, phases=[Phase.explicit, Phase.generate]
)
