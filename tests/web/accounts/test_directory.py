"""Names and addresses come from a file; who is known stays who they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.web.cast import act_of
from tests.web.issued_orders import issue_order

from dutystation.terms.errors import Refused, UnusableInput
from dutystation.web.accounts.actions import set_password, take_directory
from dutystation.web.accounts.directory import directory_entries
from dutystation.web.accounts.models import Person

pytestmark = pytest.mark.django_db


def test_names_and_addresses_are_brought_up_to_date_and_roles_stay(
    cast: dict[str, Person], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email,person,name\nada.new@rivers.example,ada,Ada Rivers\n,zoe,Zoe\n", encoding="utf-8")
    assert take_directory(act_of("root"), directory_entries(file)) == 2
    ada, zoe = Person.objects.get(pk="ada"), Person.objects.get(pk="zoe")
    assert (ada.name, ada.email, ada.unit_id) == ("Ada Rivers", "ada.new@rivers.example", "BANK")
    assert (zoe.name, zoe.email, zoe.unit_id, zoe.on_rolls) == ("Zoe", "", None, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("person,name\nada,Ada\n", "column email: this column is missing"),
        ("person,name,email\n,Ada,\n", "line 2, column person: the id is missing"),
        (
            "person,name,email\nada,Ada,\nboris,Boris,at home\n",
            "line 3, column email: this is no mail address",
        ),
        (f"person,name,email\nada,{'A' * 301},\n", "line 2, column name: the name is too long"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput, match=words):
        take_directory(act_of("root"), directory_entries(file))
    assert not Person.objects.exists()


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    with pytest.raises(UnusableInput) as refused:
        take_directory(act_of("root"), directory_entries(file))
    assert str(refused.value) == f"{file}: it cannot be read (No such file or directory). Check the path."


def test_a_short_password_is_refused(cast: dict[str, Person]) -> None:
    with pytest.raises(Refused, match="at least 15 characters"):
        set_password(act_of("root"), cast["ada"], "short")
    set_password(act_of("root"), cast["ada"], "a long sentence of one's own")
    assert Person.objects.get(pk="ada").check_password("a long sentence of one's own")


@pytest.mark.parametrize(
    ("who", "place", "person"), [("root", "/roles/", "boris"), ("chen", "/notices/1/people/", "ada")]
)
def test_somebody_without_a_name_is_called_by_their_id_once(
    cast: dict[str, Person], browse: Callable[[str], Client], who: str, place: str, person: str
) -> None:
    issue_order()
    Person.objects.filter(pk=person).update(name="")
    assert f'<th scope="row">{person}</th>' in browse(who).get(place).content.decode()
