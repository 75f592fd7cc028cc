"""Sealing, blind indexes and the published SM vectors."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from lianfang.core.crypto import Tampered, blind, seal, seal_bytes, unseal, unseal_bytes
from tests.shared_data import real_file

ALGORITHM = {"intl": "a1", "gm": "g1"}


@pytest.fixture(params=["intl", "gm"])
def suite(request, settings):
    settings.CRYPTO_SUITE = request.param
    return request.param


@example("")
@example("身份证 11010519491231002X\n\0")
@given(st.text())
@examples(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_opens_again_in_both_suites(suite, text):
    assert unseal(seal(text, "p"), "p") == text


def test_sealed_text_says_its_algorithm_and_never_looks_the_same(suite):
    first, second = seal("13800138000", "p"), seal("13800138000", "p")

    assert first.startswith(f"{ALGORITHM[suite]}:")
    assert first != second
    assert "13800138000" not in first


def test_either_suite_opens_what_the_other_sealed(settings):
    settings.CRYPTO_SUITE = "intl"
    old = seal("甲", "p")
    settings.CRYPTO_SUITE = "gm"

    assert unseal(old, "p") == "甲"
    assert unseal(seal("乙", "p"), "p") == "乙"


def test_every_changed_byte_is_noticed(suite):
    algorithm, _, packed = seal("甲", "p").partition(":")
    raw = base64.b64decode(packed)

    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(Tampered):
            unseal(f"{algorithm}:{base64.b64encode(changed).decode()}", "p")


def test_value_moved_to_another_column_does_not_open(suite):
    sealed = seal("13800138000", "person.phone")

    with pytest.raises(Tampered):
        unseal(sealed, "account.phone")


def test_another_secret_does_not_open(suite, settings):
    sealed = seal("甲", "p")
    settings.CRYPTO_SECRET = "another"

    with pytest.raises(Tampered):
        unseal(sealed, "p")


@pytest.mark.parametrize("rubbish", ["", "甲", "a1:", "a1:!!", "z9:AAAA", "g1:AAAA", "a1"])
def test_rubbish_is_tampered_and_not_a_crash(rubbish):
    with pytest.raises(Tampered):
        unseal(rubbish, "p")


def test_bytes_are_sealed_as_they_are(suite):
    sealed = seal_bytes(b"\xff\x00photo", "p")

    assert unseal_bytes(sealed, "p") == b"\xff\x00photo"
    with pytest.raises(Tampered):
        unseal_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]), "p")


def test_blind_index_is_the_same_for_the_same_and_tells_purposes_apart(suite, settings):
    one = blind("13800138000", "person.phone")

    assert one == blind("13800138000", "person.phone")
    assert len(one) == 32
    assert one != blind("13800138001", "person.phone")
    assert one != blind("13800138000", "account.phone")
    settings.CRYPTO_SECRET = "another"
    assert one != blind("13800138000", "person.phone")


def test_suites_have_different_blind_indexes(settings):
    settings.CRYPTO_SUITE = "intl"
    intl = blind("x", "p")
    settings.CRYPTO_SUITE = "gm"

    assert blind("x", "p") != intl


def test_sm3_and_sm4_below_us_give_the_published_values():
    """GB/T 32905 and GB/T 32907: the library we rely on, checked where it runs."""
    vectors = json.loads(real_file("vectors", "vectors.json").read_text(encoding="utf-8"))
    for vector in vectors["sm3"]:
        digest = hashes.Hash(hashes.SM3())
        digest.update(bytes.fromhex(vector["msg_hex"]))
        assert digest.finalize().hex() == vector["digest"]

    once = vectors["sm4"][0]
    cipher = Cipher(algorithms.SM4(bytes.fromhex(once["key"])), modes.ECB())  # noqa: S305 -- one block
    encryptor = cipher.encryptor()
    assert encryptor.update(bytes.fromhex(once["pt"])).hex() == once["ct_ecb_nopad"]
