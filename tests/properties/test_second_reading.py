"""The engine and the plain second reading of the contract agree on any folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracle import Unusable
from tests.oracle.compare import differences
from tests.properties.folders import Delivery, deliveries
from tests.properties.reporting import read_again, reported

from dutystation.runs.options import EngineName, Form
from dutystation.terms.errors import UnusableInput

FACTOR = int(os.environ.get("MORE_EXAMPLES", "1"))  # a search at length: MORE_EXAMPLES=20
FEW = settings(max_examples=15 * FACTOR, deadline=None, suppress_health_check=list(HealthCheck))
FORMS: tuple[Form, ...] = ("csv", "csv", "parquet")


@FEW
@given(delivery=deliveries(), form=st.sampled_from(FORMS))
def test_the_engine_and_the_second_reading_agree_on_any_folder(delivery: Delivery, form: Form) -> None:
    assert_agreement(delivery, form, "duckdb")


@settings(FEW, max_examples=3 * FACTOR)
@given(delivery=deliveries(), form=st.sampled_from(FORMS))
@pytest.mark.usefixtures("spark_session")
@pytest.mark.spark
@pytest.mark.enable_socket
def test_spark_and_the_second_reading_agree_on_any_folder(delivery: Delivery, form: Form) -> None:
    assert_agreement(delivery, form, "spark")


def assert_agreement(delivery: Delivery, form: Form, engine: EngineName) -> None:
    as_of = delivery.world.as_of
    with tempfile.TemporaryDirectory() as scratch:
        inputs, out = delivery.write(Path(scratch) / "inputs"), Path(scratch) / "out"
        try:
            expected = read_again(inputs, as_of=as_of)
        except Unusable:
            with pytest.raises(UnusableInput):
                reported(inputs, out, as_of=as_of, tables=form, engine=engine)
            assert not out.exists()
            return
        reported(inputs, out, as_of=as_of, tables=form, engine=engine)
        assert differences(out, expected) == []
