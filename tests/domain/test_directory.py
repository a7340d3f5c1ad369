from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.directory import (
    AreaLevel,
    Role,
    check_code,
    check_phone,
)
from flask_volunteer_reports.errors import InvalidEntry


@pytest.mark.parametrize(
    ("level", "parent"),
    [
        (AreaLevel.CITY, None),
        (AreaLevel.DISTRICT, AreaLevel.CITY),
        (AreaLevel.SUBDISTRICT, AreaLevel.DISTRICT),
        (AreaLevel.COMMUNITY, AreaLevel.SUBDISTRICT),
    ],
)
def test_every_level_hangs_under_the_one_above(level, parent):
    assert level.parent is parent


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Role.CITY_SECRETARIAT, AreaLevel.CITY),
        (Role.DISTRICT_OFFICE, AreaLevel.DISTRICT),
        (Role.ORGANIZATION_MANAGER, None),
        (Role.ORGANIZATION_RECORDER, None),
    ],
)
def test_offices_are_for_areas_and_the_others_for_organizations(role, level):
    assert role.area_level is level


@pytest.mark.parametrize("code", ["441302", "a", "A-1", "gd.hz_1", "0" * 32])
def test_a_code_is_letters_digits_and_three_signs(code):
    assert check_code(code) == code


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="nothing"),
        pytest.param("0" * 33, id="33 characters"),
        pytest.param("-a", id="a sign in front"),
        pytest.param("a/b", id="the sign that parts paths"),
        pytest.param("a b", id="a blank"),
        pytest.param("a%", id="a wildcard"),
        pytest.param("惠城", id="Chinese"),
        pytest.param("１２", id="full-width digits"),
        pytest.param("a\n", id="a line end"),
    ],
)
def test_what_is_no_code_is_refused_at_its_field(code):
    with pytest.raises(InvalidEntry) as refused:
        check_code(code, field="parent")
    assert refused.value.field == "parent"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("13800138000", "13800138000", id="a mobile number"),
        pytest.param("138 0013 8000", "13800138000", id="with blanks"),
        pytest.param("138\u30000013\u30008000", "13800138000", id="with wide blanks"),
        pytest.param("0752-1234567", "0752-1234567", id="a landline"),
        pytest.param("020-12345678", "020-12345678", id="a landline of a big city"),
        pytest.param("075212345678", "075212345678", id="a landline without the hyphen"),
        pytest.param("0752-1234567-801", "0752-1234567-801", id="with an extension"),
    ],
)
def test_a_phone_number_is_kept_without_blanks(typed, kept):
    assert check_phone(typed, field="phone") == kept


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("1380013800", id="ten digits"),
        pytest.param("138001380000", id="twelve digits"),
        pytest.param("12345678901", id="no mobile network has 12"),
        pytest.param("1234567", id="a landline without its area code"),
        pytest.param("110", id="the police"),
        pytest.param("=1+13800138000", id="a formula"),
        pytest.param("13800138000; 13900139000", id="two numbers"),
        pytest.param("phone", id="words"),
    ],
)
def test_what_is_no_phone_number_is_refused(typed):
    with pytest.raises(InvalidEntry, match="11 digits") as refused:
        check_phone(typed, field="leader_mobile")
    assert refused.value.field == "leader_mobile"


@pytest.mark.parametrize("typed", ["1.38E+10", "1.38e+10", "1.38E10", "1.3800138 E+10"])
def test_what_a_spreadsheet_has_spoilt_is_named_as_its_doing(typed):
    with pytest.raises(InvalidEntry, match="spreadsheet") as refused:
        check_phone(typed, field="leader_mobile")
    assert refused.value.field == "leader_mobile"


@pytest.mark.parametrize("typed", ["13８００１３８０００", "13٨٠٠١٣٨٠٠٠", "１３８００１３８０００"])
def test_a_number_that_is_kept_can_be_dialled(typed):
    try:
        kept = check_phone(typed, field="phone")
    except InvalidEntry:
        return
    assert kept == "13800138000"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_number_is_taken(number):
    assert check_phone(number, field="phone") == number
