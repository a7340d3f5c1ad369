from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.text import clean_text, refuse_unreadable
from flask_volunteer_reports.errors import InvalidEntry


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param(" \t\u3000\n\r\n ", "", id="only blanks"),
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="every kind of line end becomes one"),
        pytest.param("a  \nb\t\nc\u3000", "a\nb\nc", id="blanks at the ends of lines go"),
        pytest.param("\n\na\n\nb\n\n", "a\n\nb", id="empty lines stay inside and go around"),
        pytest.param("a  b\tc", "a  b\tc", id="blanks and tabs within a line stay"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("\u1100\u1161", "가", id="Hangul composed"),
        pytest.param("\ufeff姓名", "姓名", id="a byte order mark in front goes"),
        pytest.param("＝１Ａ，“”…", "＝１Ａ，“”…", id="full-width characters stay what they are"),
    ],
)
def test_text_is_brought_into_one_form(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("a\r\nb", "a b", id="line ends become blanks"),
        pytest.param("  a \t \u3000 b  ", "a b", id="runs of blanks become one"),
        pytest.param("\u00a0a\u00a0b\u00a0", "a b", id="hard blanks, too"),
    ],
)
def test_a_single_line_has_no_line_ends_and_no_runs_of_blanks(typed, kept):
    assert clean_text(typed, single_line=True) == kept


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("张三", id="a usual name"),
        pytest.param("𠮷野", id="𠮷 from extension B"),
        pytest.param("䶮", id="䶮 from extension A"),
        pytest.param("\U0002ceb5", id="extension E"),
        pytest.param("\U00030edd", id="extension G, the plane of rare ideographs"),
        pytest.param("\U000313c2", id="extension H, unassigned to the interpreter"),
        pytest.param("\U0002ebf0", id="extension I, unassigned to the interpreter"),
        pytest.param("阿卜杜拉·买买提", id="a name with ·"),
        pytest.param("O’Brien-Łukasz", id="a foreign name"),
        pytest.param("བསྟན་འཛིན", id="Tibetan"),
        pytest.param("محمد", id="Uyghur letters, written from right to left"),
        pytest.param("（“《！？—…", id="Chinese punctuation"),
        pytest.param("❤️🎉", id="an emoji with its selector"),
        pytest.param("m²、①、Ⅷ、℃", id="signs of the office"),
    ],
)
def test_everything_that_can_be_read_is_kept(name):
    assert clean_text(name) == clean_text(name, single_line=True) == name


NAUGHTY = {
    "a null": "\0",
    "a bell": "\x07",
    "a backspace": "\b",
    "a vertical tab": "\x0b",
    "a form feed": "\x0c",
    "an escape": "\x1b",
    "a delete": "\x7f",
    "a C1 control": "\x90",
    "a soft hyphen": "\u00ad",
    "a combining grapheme joiner": "\u034f",
    "an Arabic letter mark": "\u061c",
    "a Hangul filler": "\u3164",
    "a Mongolian vowel separator": "\u180e",
    "a zero-width space": "\u200b",
    "a zero-width non-joiner": "\u200c",
    "a zero-width joiner": "\u200d",
    "a left-to-right mark": "\u200e",
    "a right-to-left mark": "\u200f",
    "a line separator": "\u2028",
    "a paragraph separator": "\u2029",
    "a right-to-left override": "\u202e",
    "a right-to-left embedding": "\u202b",
    "a word joiner": "\u2060",
    "a right-to-left isolate": "\u2067",
    "a byte order mark inside": "\ufeff",
    "a lone surrogate": "\ud800",
    "private use": "\ue000",
    "the end of private use": "\uf8ff",
    "a noncharacter of Arabic forms": "\ufdd0",
    "the replacement character": "\ufffd",
    "a noncharacter": "\uffff",
    "an invisible musical control": "\U0001d173",
    "a noncharacter of plane 1": "\U0001fffe",
    "an unassigned plane": "\U00040000",
    "the middle of the unassigned planes": "\U00089abc",
    "the end of the unassigned planes": "\U000dfffd",
    "a language tag": "\U000e0041",
    "private use of plane 15": "\U000f0000",
    "private use of plane 16": "\U0010fffd",
}


@pytest.mark.parametrize("character", NAUGHTY.values(), ids=list(NAUGHTY))
def test_what_nobody_can_read_is_refused(character):
    # What counts as a blank becomes one in a single line.
    for single_line in (False, True)[: 1 if character.isspace() else 2]:
        with pytest.raises(InvalidEntry, match=f"U\\+{ord(character):04X}"):
            clean_text(f"志愿{character}者", single_line=single_line)


def test_the_refusal_says_which_character_and_where():
    with pytest.raises(InvalidEntry) as refused:
        refuse_unreadable("abcdefghij\u202ek")
    assert refused.value.message.values == {"before": "cdefghij", "code": "202E", "position": 11}


def test_the_first_of_several_is_named():
    with pytest.raises(InvalidEntry) as refused:
        clean_text("\u200b\u202e")
    assert refused.value.message.values["code"] == "200B"


def cleaned(typed: str, *, single_line: bool) -> str:
    try:
        return clean_text(typed, single_line=single_line)
    except InvalidEntry:
        assume(False)
        raise


READABLE = st.text(
    st.characters(exclude_categories=["Cs", "Co", "Cc"], include_characters="\n\r\t\u3000 e\u0301")
)


@given(READABLE, st.booleans())
def test_cleaning_twice_changes_no_more(typed, single_line):
    once = cleaned(typed, single_line=single_line)
    assert clean_text(once, single_line=single_line) == once


@given(READABLE, st.booleans())
def test_clean_text_is_composed_and_has_one_kind_of_line_end(typed, single_line):
    text = cleaned(typed, single_line=single_line)
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert not (single_line and "\n" in text)


@given(READABLE)
def test_no_letter_is_lost(typed):
    text = cleaned(typed, single_line=False)
    before = [c for c in unicodedata.normalize("NFC", typed) if not c.isspace() and c != "\ufeff"]
    assert [c for c in text if not c.isspace()] == before
