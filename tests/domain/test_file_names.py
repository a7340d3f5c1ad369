from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.file_names import MOST_BYTES, UniqueNames, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("关于开展活动的通知", "关于开展活动的通知", id="Chinese stays"),
        pytest.param("a/b\\c:d*e?f", "a／b＼c：d＊e？f", id="what Windows refuses becomes wide"),
        pytest.param('<"=cmd|x">', "＜＂=cmd｜x＂＞", id="a formula is just a name"),
        pytest.param("../../etc/passwd", "／..／etc／passwd", id="no way out of the folder"),
        pytest.param("通知. . ", "通知", id="no point or blank at the end"),
        pytest.param(".hidden", "hidden", id="nor at the beginning"),
        pytest.param("CON", "_CON", id="a device of Windows"),
        pytest.param("nul.2017", "_nul.2017", id="with an ending, too"),
        pytest.param("COM¹", "_COM¹", id="with a small digit"),
        pytest.param("control", "control", id="a word that begins like a device"),
        pytest.param("\u202egnp.exe\x00\u200b", "gnp.exe", id="nothing unseen"),
        pytest.param("𠮷野 䶮", "𠮷野 䶮", id="rare ideographs"),
        pytest.param("Cafe\u0301", "Café", id="NFC"),
        pytest.param("a \n\t b", "a b", id="one blank"),
        pytest.param("...", "_", id="nothing left"),
    ],
)
def test_a_name_is_readable_and_every_system_takes_it(text, name):
    assert safe_name(text) == name


def test_a_long_name_is_cut_between_characters():
    assert safe_name("䶮" * 100) == "䶮" * 60
    assert len(safe_name("𠮷" * 100).encode()) <= MOST_BYTES
    assert safe_name("a" * 59 + ". b") == "a" * 59
    assert safe_name("志愿服务总队（“五老”志愿者）", most_characters=7) == "志愿服务总队"


@given(st.text())
def test_whatever_people_write(text):
    name = safe_name(text)
    assert 0 < len(name) <= 61
    assert len(name.encode("utf-8", "surrogatepass")) <= MOST_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(ord(letter) < 32 for letter in name)
    assert name == name.strip(". ")
    assert unicodedata.is_normalized("NFC", name)


def test_the_second_of_a_name_is_numbered_whatever_its_case():
    names = UniqueNames()
    assert [names.take("a", stem, "pdf") for stem in ("Plan", "PLAN", "plan", "Plan（2）")] == [
        "a/Plan.pdf",
        "a/PLAN（2）.pdf",
        "a/plan（3）.pdf",
        "a/Plan（2）（2）.pdf",
    ]
    assert names.take("b", "Plan", "pdf") == "b/Plan.pdf"
    assert names.take("", "Plan", "pdf") == "Plan.pdf"
