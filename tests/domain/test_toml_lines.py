from __future__ import annotations

import tomllib

import pytest

from flask_volunteer_reports.domain.toml_lines import lines_of_keys


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", {}, id="an empty file has no keys"),
        pytest.param("a = 1\nb = 2", {"a": 1, "b": 2}, id="keys above all tables"),
        pytest.param("[t]\na = 1", {"t": 1, "t.a": 2}, id="keys of a table carry its name"),
        pytest.param("\n\n[t]\n\na = 1", {"t": 3, "t.a": 5}, id="empty lines count"),
        pytest.param("[t]\r\na = 1\r\n", {"t": 1, "t.a": 2}, id="Windows line ends count once"),
        pytest.param(
            "[[r]]\na = 1\n[[r]]\na = 2",
            {"r[0]": 1, "r[0].a": 2, "r[1]": 3, "r[1].a": 4},
            id="rows of a list are numbered",
        ),
        pytest.param(
            "[t]\na = 1\n[[t.r]]\nb = 2",
            {"t": 1, "t.a": 2, "t.r[0]": 3, "t.r[0].b": 4},
            id="a list below a table",
        ),
        pytest.param("[ t . u ]\na . b = 1", {"t.u": 1, "t.u.a.b": 2}, id="blanks in names"),
        pytest.param("  [t]\n  a = 1", {"t": 1, "t.a": 2}, id="indented"),
        pytest.param("# a = 1\nb = 2 # c = 3", {"b": 2}, id="comments are no keys"),
        pytest.param("a = 1 # don't\nb = 2", {"a": 1, "b": 2}, id="a quote in a comment"),
        pytest.param('a = "# [t]"\nb = 2', {"a": 1, "b": 2}, id="a hash and brackets in a text"),
        pytest.param("a = 'C:\\'\nb = 2", {"a": 1, "b": 2}, id="a backslash in a literal text"),
        pytest.param(r'a = "\"["' + "\nb = 2", {"a": 1, "b": 2}, id="an escaped quote in a text"),
        pytest.param('a = ""\nb = 2', {"a": 1, "b": 2}, id="an empty text"),
        pytest.param("a = [\n  1,\n  2,\n]\nb = 2", {"a": 1, "b": 5}, id="a list over lines"),
        pytest.param(
            'a = [\n  "]", # ]\n  "x = 1",\n]\nb = 2', {"a": 1, "b": 5}, id="brackets in its texts"
        ),
        pytest.param(
            'a = """\nx = 1\n[t]\n"""\nb = 2', {"a": 1, "b": 5}, id="a text over several lines"
        ),
        pytest.param(
            "a = '''\nx = 1\n''' # '''\nb = 2", {"a": 1, "b": 4}, id="a literal text over lines"
        ),
        pytest.param(
            'a = ["""\nx = 1""", 2,\n3]\nb = 2', {"a": 1, "b": 4}, id="a long text in a list"
        ),
        pytest.param('a = {b = "}", c = [1]}\nd = 2', {"a": 1, "d": 2}, id="an inline table"),
        pytest.param(
            'a = "first\u2028second"\nb = 2', {"a": 1, "b": 2}, id="only TOML's own line ends count"
        ),
    ],
)
def test_the_line_of_every_key(text, expected):
    tomllib.loads(text)  # the function is for well-formed texts only
    assert lines_of_keys(text) == expected
