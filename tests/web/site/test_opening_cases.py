"""Commands of the application are refused where there is no workspace, and make none by looking for one."""

from __future__ import annotations

import socket
from contextlib import nullcontext
from pathlib import Path

import pytest

from dutystation.cli.main import main
from dutystation.web.site.served import is_served


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


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_port_that_is_taken_is_said_before_an_address_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server would share it with another one, even of another workspace."""
    monkeypatch.setattr("dutystation.web.site.start.open_cases", lambda _: None)
    # The connection is that of the tests in this process, with all that is made once for them.
    monkeypatch.setattr("dutystation.web.site.start.close_cases", lambda: None)
    monkeypatch.setattr("dutystation.web.site.start.Granian", lambda *_, **__: pytest.fail("It serves."))
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            main(["serve", str(tmp_path), "--port", str(port)])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err == (
        f"--address 127.0.0.1 --port {port}: pages cannot be served there (Address already in use). "
        "Choose another port, or end what answers there.\n"
    )


@pytest.mark.parametrize("port", ["0", "99999"])
def test_a_port_that_there_is_not_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", str(tmp_path), "--port", port])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "--port" in said and port in said and said.count("\n") == 1


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


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_demonstration_takes_no_workspace_from_a_server_that_answers_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server would go on with a database that is no longer there."""
    workspace = tmp_path / "workspace"
    (workspace / "web").mkdir(parents=True)

    class Answering:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def serve(self) -> None:
            assert is_served(workspace)
            with pytest.raises(SystemExit) as ended:
                main(["demo", str(tmp_path)])
            assert ended.value.code == 2

    monkeypatch.setattr("dutystation.web.site.start.open_cases", lambda _: None)
    monkeypatch.setattr("dutystation.web.site.start.close_cases", lambda: None)
    monkeypatch.setattr("dutystation.web.site.start._background", lambda _: nullcontext())
    monkeypatch.setattr("dutystation.web.site.start.Granian", Answering)
    assert not is_served(workspace)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(SystemExit) as served:
        main(["serve", str(workspace), "--port", str(port)])
    assert served.value.code == 0
    assert capsys.readouterr().err.startswith(f"{workspace}: a server answers for it")
    assert [path.name for path in tmp_path.iterdir()] == ["workspace"]
    assert not is_served(workspace)
