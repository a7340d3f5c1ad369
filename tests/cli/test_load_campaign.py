"""``load-campaign``: the rules of a notice from a file, or every mistake with key and line."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cli.terminal import done, mistyped, refused
from tests.world import CAMPAIGN_FILE

TEXT = CAMPAIGN_FILE.read_text("utf-8")
CHANGED = TEXT.replace("ends_on = 2017-08-31", "ends_on = 2017-09-30")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_new_campaign_is_loaded(app, browser, written):
    said = done(app, "load-campaign", written(TEXT.replace('"test-2017"', '"test-2018"')))

    assert said == "The campaign test-2018 is loaded.\n"
    board = "/volunteer-reports/campaigns/test-2018/weeks/2017-W27/city"
    assert browser.as_("secretariat").get(board).status_code == 200


def test_a_changed_file_changes_the_campaign(app, world, written):
    assert done(app, "load-campaign", written(CHANGED)) == "The campaign test-2017 is loaded.\n"
    assert world.campaign.ends_on == date(2017, 9, 30)


def test_the_same_file_again_changes_nothing(app, unchanged):
    assert done(app, "load-campaign", CAMPAIGN_FILE) == "The campaign test-2017 is unchanged.\n"


def test_a_file_saved_by_the_windows_editor_is_the_same_file(app, unchanged, written):
    file = written(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert done(app, "load-campaign", file) == "The campaign test-2017 is unchanged.\n"


def test_every_mistake_is_named_with_line_and_key_and_nothing_is_loaded(app, unchanged, written):
    wrong = CHANGED.replace('weekday = "tuesday"', 'weekday = "tusday"').replace(
        "late =", "latte ="
    )

    said = refused(app, "load-campaign", written(wrong))

    weekday, latte = line_of(wrong, "weekday ="), line_of(wrong, "latte =")
    assert said.splitlines() == [
        "Error: The campaign file has 2 mistakes. Nothing was loaded.",
        f"  line {weekday}, deadline.weekday: “tusday” is not known. Did you mean “tuesday”?",
        f"  line {latte}, deadline.latte: This key is not known. Did you mean “late”?",
    ]


def test_an_area_that_the_directory_has_not_is_named_with_line_and_key(app, unchanged, written):
    wrong = CHANGED.replace('["east", "west"]', '["east", "wset"]')

    said = refused(app, "load-campaign", written(wrong))

    place = f"line {line_of(wrong, 'areas =')}, annex2.areas[1]"
    assert f"  {place}: The directory has no area with the code “wset”. Add it first.\n" in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(TEXT.replace("[week]", "[week", 1), "line 14", id="no TOML"),
        pytest.param(TEXT.encode("gb18030"), "Save it as UTF-8", id="no UTF-8"),
        pytest.param("", "line 1, campaign: This key is missing.", id="nothing"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, told, app, unchanged, written):
    assert told in refused(app, "load-campaign", written(content))


def test_a_file_that_is_not_there_is_named(app, tmp_path):
    said = mistyped(app, "load-campaign", tmp_path / "none.toml")
    assert f"'{tmp_path / 'none.toml'}' does not exist" in said


def test_it_speaks_chinese_by_default(chinese, written):
    assert done(chinese, "load-campaign", written(CHANGED)) == "系列活动test-2017已载入。\n"
    said = refused(chinese, "load-campaign", written(TEXT.replace('"tuesday"', '"tusday"')))
    assert "系列活动文件有1处错误，未载入任何内容" in said
    assert f"第{line_of(TEXT, 'weekday =')}行，deadline.weekday" in said
