"""Commands of the application are refused where there is no workspace, and make none by looking for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutystation.cli.main import main


@pytest.mark.parametrize("command", [("audit", "verify"), ("serve",), ("cases", "daily")])
def test_a_folder_that_is_no_workspace_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """Else whoever mistypes a path is told that a chain of events is whole, which was never there."""
    with pytest.raises(SystemExit) as ended:
        main([*command, str(tmp_path)])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err == f"{tmp_path}: this is no workspace. Give the folder that files were loaded into.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_password_that_does_not_come_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_more(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("dutystation.cli.cases.getpass", nothing_more)
    with pytest.raises(SystemExit) as ended:
        main(["cases", "password", str(tmp_path), "P1"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("No password came; nothing was changed.")
