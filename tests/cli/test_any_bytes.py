"""Whatever bytes a file holds, the command ends with a report or with one sentence, not with a traceback."""

from __future__ import annotations

import io
import shutil
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.commands import BADGE_TABLES, TABLES, deliver

from dutystation.cli.main import main

WHOLE = {**TABLES, **BADGE_TABLES, "decisions": "person,ground,outcome\nP1,medical,approved\n"}

PIECES = st.sampled_from(
    [
        *(
            b'"',
            b",",
            b"\n",
            b"\r\n",
            b"\r",
            b"\0",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b" ",
            b"\t",
            b"\xe9",
            b"''",
        ),
        *(b"P1", b"CBP", b"DHS", b"HQ", b"01", b"TS", b"office", b"in", b"approved", b"medical"),
        *(b"2025-02-03", b"0001-01-01", b"9999-12-31", b"0000-00-00", b"10000-01-01", b"2025-02-03T08:00"),
        *(
            b"0001-01-01T00:00+23:59",
            b"9999-12-31T23:59-23:59",
            b"2025-03-09T02:30",
            b"2025-11-02T01:30:00.9",
        ),
        *(b"8", b"-0", b"24", b"1e9", b"99999999999999999999999", b".5", b"8.", b".", b"+", b"0.000001"),
        *("Ünï".encode(), "\u2028".encode(), "\U0001f642".encode(), "٣".encode(), b"America/New_York", b"/"),
    ]
)


@st.composite
def files(draw: st.DrawFn) -> dict[str, bytes]:
    """One table as any bytes, as pieces below its header, or with a few bytes of it changed."""
    table = draw(st.sampled_from(sorted(WHOLE)))
    good = WHOLE[table].encode()
    kind = draw(st.sampled_from(["bytes", "pieces", "pieces", "cells", "cells", "changed"]))
    if kind == "bytes":
        content = draw(st.binary(max_size=200))
    elif kind == "pieces":
        content = good + b"".join(draw(st.lists(PIECES, max_size=40)))
    elif kind == "cells":
        width = good.partition(b"\n")[0].count(b",") + 1
        rows = draw(st.lists(st.lists(PIECES, min_size=width, max_size=width), max_size=12))
        content = good + b"".join(b",".join(row) + b"\n" for row in rows)
    else:
        at = draw(st.integers(0, len(good) - 1))
        content = good[:at] + draw(st.binary(max_size=4)) + good[at + draw(st.integers(0, 4)) :]
    ending = draw(
        st.sampled_from([".csv", ".csv", ".csv", ".csv.gz", ".parquet"])
        if kind == "bytes"
        else st.just(".csv")
    )
    return {table + ending: content}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(files())
def test_no_bytes_end_in_a_traceback(content: dict[str, bytes]) -> None:
    folder = Path(tempfile.mkdtemp())
    out, err = io.StringIO(), io.StringIO()
    try:
        inputs = deliver(
            folder / "inputs", {**WHOLE, **dict.fromkeys({n.partition(".")[0] for n in content})}
        )
        deliver(inputs, {**dict.fromkeys(WHOLE), **content})
        order = ["--directive", "dhs-2025", "--as-of", "2025-02-19", "--out", str(folder / "out")]
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr("dutystation.runs.documents.write_documents", lambda *_: None)
            with pytest.raises(SystemExit) as ended:
                main(["report", str(inputs), *order])
        code = ended.value.code
        assert code in (0, 2), (content, code)
        assert sorted(path.name for path in folder.iterdir()) == (
            ["inputs", "out"] if code == 0 else ["inputs"]
        )
        if code == 2:
            assert out.getvalue() == ""
            *notes, sentence = err.getvalue().splitlines()
            assert next(iter(content)).partition(".")[0] in sentence, sentence
            assert all(note.endswith("ignored.") for note in notes), notes
            assert sentence.endswith(".")
    finally:
        shutil.rmtree(folder)
