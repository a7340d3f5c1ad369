from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.certificates import (
    certificate_number,
    read_certificate_number,
)
from flask_volunteer_reports.domain.public_notice import mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        pytest.param("张小三", "张*三", id="the middle of three"),
        pytest.param("张三", "张*", id="the last of two"),
        pytest.param("欧阳小三", "欧**三", id="everything between"),
        pytest.param("𠮷", "*", id="one character is no name to show"),
        pytest.param("阿依·古丽", "阿***丽", id="a dot is hidden with the rest"),
    ],
)
def test_a_notice_masks_names(name, masked):
    assert mask_name(name) == masked


def test_numbers_of_certificates_count_in_each_year():
    assert certificate_number(2017, 42) == "2017-000042"
    assert certificate_number(2017, 1_234_567) == "2017-1234567"


@pytest.mark.parametrize(
    "typed", ["2017-000042", "2017-42", " 2017 42 ", "2017—000042", "２０１７－００００４２"]
)
def test_a_number_is_read_as_people_type_it(typed):
    assert read_certificate_number(typed) == "2017-000042"


@pytest.mark.parametrize(
    "typed", ["", "42", "2017", "2017-x", "20170000421234567890123", "2017-٤٢"]
)
def test_what_cannot_be_a_number_is_none(typed):
    assert read_certificate_number(typed) == ""
