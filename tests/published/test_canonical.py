"""The bytes over which hashes are taken: those of filings that are certified, and of the chain of events."""

from __future__ import annotations

import pytest

from dutystation.published.canonical import canonical, sha256_of


def test_keys_are_in_order_without_spaces_and_text_is_utf_8() -> None:
    value = {"b": [True, None, 0.1, 12], "a": {"é": "“x”", "B": "\n"}}
    expected = '{"a":{"B":"\\n","é":"“x”"},"b":[true,null,0.1,12]}'.encode()
    assert canonical(value) == expected


def test_the_hash_is_sha_256_of_these_bytes() -> None:
    # printf '[]' | sha256sum
    assert sha256_of([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"


def test_a_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"share": float("nan")})
