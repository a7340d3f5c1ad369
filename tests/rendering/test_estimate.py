"""Where text will break in a cell of Word or Excel."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.rendering.estimate import fit_by_estimate, line_ends
from flask_volunteer_reports.rendering.fit import Box

WIDTH = 12 * 25.4 / 72 * 10
"""Ten squares of 12 points."""


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param("", [0], id="nothing is one line"),
        pytest.param("志" * 10, [10], id="a line that just fits"),
        pytest.param("志" * 11, [9, 11], id="one that is broken keeps a square free"),
        pytest.param("志\n愿", [2, 3], id="a line end"),
        pytest.param("志\n\n愿\n", [2, 3, 5, 5], id="empty lines"),
        pytest.param("志愿志愿 volunteer", [5, 14], id="a word stays whole"),
        pytest.param("x" * 40, [14, 28, 40], id="a word that is longer than a line does not"),
    ],
)
def test_lines(text, ends):
    assert line_ends(text, WIDTH, 12) == ends


def test_a_text_is_set_smaller_before_it_is_cut():
    box = Box(WIDTH, 12)
    assert [fit_by_estimate("志" * n, box).size for n in (10, 18, 20, 24)] == [12, 12, 10, 9]


@pytest.mark.parametrize("text", ["志愿服务，" * 100, "volunteer " * 100, "x" * 900])
def test_what_is_cut_loses_nothing(text):
    fitted = fit_by_estimate(text, Box(40, 20))
    assert fitted.text.endswith("……（下接续页）")
    assert fitted.text.removesuffix("……（下接续页）") + fitted.rest == text
    assert len(line_ends(fitted.text, 40, fitted.size)) * fitted.size * 1.3 * 25.4 / 72 <= 20
