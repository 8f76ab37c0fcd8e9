"""A sealed value is opened by its key, for its context, unchanged; and by nothing else."""

from __future__ import annotations

import base64
import os

import pytest
from pytest_django.fixtures import Settings

from dutystation.terms.errors import BrokenSeal, NoSealingKey
from dutystation.web.evidence.keys import SealingKeys, key_id, new_key, sealing_keys
from dutystation.web.evidence.sealing import HEADER_BYTES, is_newest, rotate, seal, unseal

FIRST, SECOND = bytes(range(32)), bytes(range(32, 64))
TEXT = b"a letter of the clinic"


@pytest.fixture(autouse=True)
def first_key(settings: Settings) -> None:
    settings.SEALING_KEYS = SealingKeys((FIRST,))


def test_what_is_sealed_is_opened_for_its_context_and_shows_nothing_before() -> None:
    sealed = seal(TEXT, context="request:12 statement ada")
    assert TEXT not in sealed
    assert unseal(sealed, context="request:12 statement ada") == TEXT


def test_the_same_text_is_never_sealed_twice_alike() -> None:
    assert len({seal(TEXT, context="same") for _ in range(50)}) == 50


def test_a_sealed_value_put_in_the_place_of_another_is_refused() -> None:
    sealed = seal(TEXT, context="request:12 statement ada")
    with pytest.raises(BrokenSeal, match="changed after it was sealed, or belongs to something else"):
        unseal(sealed, context="request:12 statement pia")


@pytest.mark.parametrize("place", range(HEADER_BYTES + 12 + len(TEXT) + 16))
def test_no_single_bit_can_be_changed(place: int) -> None:
    sealed = bytearray(seal(TEXT, context="one"))
    sealed[place] ^= 1
    with pytest.raises((BrokenSeal, NoSealingKey)):
        unseal(bytes(sealed), context="one")


@pytest.mark.parametrize("length", [0, 3, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 20])
def test_a_value_cut_short_is_refused(length: int) -> None:
    with pytest.raises(BrokenSeal):
        unseal(seal(TEXT, context="one")[:length], context="one")


def test_without_a_key_nothing_is_sealed_and_the_sentence_says_who_sets_one(
    settings: Settings,
) -> None:
    sealed = seal(TEXT, context="one")
    settings.SEALING_KEYS = SealingKeys()
    with pytest.raises(NoSealingKey, match="The administrator sets DUTYSTATION_SEALING_KEY_FILE"):
        seal(TEXT, context="one")
    with pytest.raises(NoSealingKey, match="The administrator sets DUTYSTATION_SEALING_KEY_FILE"):
        unseal(sealed, context="one")


def test_a_wrong_key_is_named_by_the_id_of_the_right_one(settings: Settings) -> None:
    sealed = seal(TEXT, context="one")
    settings.SEALING_KEYS = SealingKeys((SECOND,))
    with pytest.raises(NoSealingKey, match=f"sealed with the key {key_id(FIRST).hex()}, which is not set"):
        unseal(sealed, context="one")


def test_a_rotated_value_needs_the_old_key_no_more(settings: Settings) -> None:
    sealed = seal(TEXT, context="one")
    settings.SEALING_KEYS = SealingKeys((FIRST, SECOND))
    assert not is_newest(sealed)
    rotated = rotate(sealed)
    assert rotated[HEADER_BYTES:] == sealed[HEADER_BYTES:]  # the body stays where it is
    assert rotate(rotated) == rotated
    settings.SEALING_KEYS = SealingKeys((SECOND,))
    assert is_newest(rotated)
    assert unseal(rotated, context="one") == TEXT


def test_a_header_alone_is_rotated_as_with_its_body(settings: Settings) -> None:
    sealed = seal(TEXT, context="one")
    settings.SEALING_KEYS = SealingKeys((FIRST, SECOND))
    header = rotate(sealed[:HEADER_BYTES])
    assert unseal(header + sealed[HEADER_BYTES:], context="one") == TEXT


def test_a_changed_header_is_not_rotated(settings: Settings) -> None:
    sealed = bytearray(seal(TEXT, context="one"))
    sealed[HEADER_BYTES - 1] ^= 1
    settings.SEALING_KEYS = SealingKeys((FIRST, SECOND))
    with pytest.raises(BrokenSeal):
        rotate(bytes(sealed))


def test_keys_are_read_oldest_first_from_lines_or_blanks() -> None:
    written = [base64.b64encode(key).decode() for key in (FIRST, SECOND)]
    assert sealing_keys("\n".join(written) + "\n") == sealing_keys(" ".join(written))
    assert sealing_keys(" ".join(written)).newest == SECOND
    assert sealing_keys("").newest is None
    assert sealing_keys(new_key()).newest != sealing_keys(new_key()).newest


@pytest.mark.parametrize("wrong", ["secret", "c2hvcnQ=", "ä" * 44])
def test_a_key_that_is_none_is_named_by_its_place_and_never_repeated(wrong: str) -> None:
    with pytest.raises(ValueError, match="sealing key 2 is not 32 bytes in base64") as told:
        sealing_keys(f"{new_key()} {wrong}")
    assert wrong not in str(told.value)


def test_the_same_key_given_twice_is_refused() -> None:
    key = new_key()
    with pytest.raises(ValueError, match="given twice"):
        sealing_keys(f"{key} {key}")


def test_keys_are_shown_nowhere() -> None:
    keys = SealingKeys((os.urandom(32),))
    assert repr(keys) == "SealingKeys()"
