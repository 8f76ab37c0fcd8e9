"""The SQL of an expression is made once for all expressions that differ in the names of their tables only."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pytest

from dutystation.runs.engines import statements
from dutystation.runs.engines.statements import new_name, statement

BACKEND = ibis.duckdb.connect()

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")  # Ibis 12 asks DuckDB 2 by an old name


class Translation:
    """Puts expressions into SQL as DuckDB reads it, and counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, rows: ir.Table) -> str:
        self.times += 1
        return str(BACKEND.compile(rows))


@pytest.fixture
def translate(monkeypatch: pytest.MonkeyPatch) -> Translation:
    monkeypatch.setattr(statements, "_kept", {})
    return Translation()


def table(*columns: str, name: str | None = None) -> ir.Table:
    name = name or new_name()
    BACKEND.raw_sql(f"create table if not exists {name} ({', '.join(f'{one} text' for one in columns)})")
    return BACKEND.table(name)


def asked(rows: ir.Table, translate: Translation) -> str:
    found = statement(rows, translate, "duckdb")
    assert found == BACKEND.compile(rows)
    return found


def test_one_question_asked_of_two_tables_is_translated_once(translate: Translation) -> None:
    for rows in (table("person", "unit"), table("person", "unit")):
        asked(rows.filter(rows.unit == "CBP").select("person"), translate)
    assert translate.times == 1


def test_tables_that_change_places_are_named_in_their_places(translate: Translation) -> None:
    one, other = table("person", "unit"), table("person", "unit")
    first = asked(one.join(other, "person").select("person"), translate)
    second = asked(other.join(one, "person").select("person"), translate)
    assert first != second
    assert translate.times == 1


def test_a_table_beside_itself_is_not_two_tables(translate: Translation) -> None:
    one, other = table("person"), table("person")
    asked(one.union(other), translate)
    asked(one.union(one.view()), translate)
    asked(one.union(one), translate)
    assert translate.times == 3


def test_one_table_that_is_known_by_two_schemas_is_not_two_tables(translate: Translation) -> None:
    """So Spark's instants are told: the same table once more, with other types."""
    one, other = table("person"), table("person")

    def counted(rows: ir.Table) -> ir.Table:
        return rows.op().copy(schema=ibis.schema({"person": "int64"})).to_expr()

    for rows in (one, other):
        asked(one.cross_join(counted(rows).rename(number="person")), translate)
    assert translate.times == 2


@pytest.mark.parametrize("sought", ["ICE", "1", 1, True, None])
def test_another_value_is_another_question(translate: Translation, sought: object) -> None:
    rows = table("unit")
    asked(rows.mutate(sought=ibis.literal("CBP", "string")), translate)
    asked(rows.mutate(sought=ibis.literal(sought)), translate)
    assert translate.times == 2


def test_equal_values_of_two_types_are_told_apart(translate: Translation) -> None:
    rows = table("unit")
    asked(rows.mutate(sought=ibis.literal(1)), translate)
    asked(rows.mutate(sought=ibis.literal(True)), translate)  # the value is what is asked about
    asked(rows.mutate(sought=ibis.literal(1.0)), translate)
    assert translate.times == 3


def test_tables_of_other_columns_are_other_questions(translate: Translation) -> None:
    for rows in (table("person"), table("person", "unit"), table("unit", "person")):
        asked(rows.distinct(), translate)
    assert translate.times == 3


def test_tables_that_have_names_of_their_own_are_not_taken_for_one_another(translate: Translation) -> None:
    for rows in (table("person", name="roster"), table("person", name="decisions")):
        asked(rows.distinct(), translate)
    assert translate.times == 2


def test_the_name_of_another_table_in_a_cell_stays_as_it_is(translate: Translation) -> None:
    """Nobody can know such a name beforehand; and where somebody did, it would stay the text it is."""
    first, other = table("person"), table("person")
    told = ibis.literal(f"said of kept_1_{first.get_name()[-1]}")
    for rows in (first, other):
        asked(rows.mutate(told=told), translate)
    assert translate.times == 1


def test_what_is_kept_does_not_grow_without_end(
    translate: Translation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "MOST_KEPT", 3)
    rows = table("person")
    for number in range(10):
        asked(rows.mutate(number=ibis.literal(number)), translate)
        assert len(statements._kept) <= 3


def test_no_two_names_are_the_same() -> None:
    assert len({new_name() for _ in range(100)}) == 100
