from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.archiving import (
    FOLDERS,
    MEDIA_NAMES,
    DocumentClass,
    FileKind,
    MediaKind,
    check_link,
)
from flask_volunteer_reports.errors import InvalidEntry


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("", id="none is needed"),
        pytest.param("https://example.org/新闻?a=1", id="https, with Chinese in it"),
        pytest.param("http://example.org", id="http"),
        pytest.param("HTTPS://EXAMPLE.ORG/x", id="in capitals"),
    ],
)
def test_a_web_address_is_taken_as_it_is(link):
    assert check_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("javascript:alert(1)", id="a script"),
        pytest.param("JavaScript://example.org/%0aalert(1)", id="a script that looks like one"),
        pytest.param("data:text/html,<script>", id="a page in the address"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("//example.org", id="without its beginning"),
        pytest.param("example.org", id="a name only"),
        pytest.param("https://", id="no host"),
        pytest.param("https://[", id="half an address"),
        pytest.param("https://example.org/a b", id="a blank"),
        pytest.param('https://example.org/"onclick="x', id="a quotation mark"),
    ],
)
def test_anything_else_is_refused_at_its_field(link):
    with pytest.raises(InvalidEntry, match="no address of a page") as refused:
        check_link(link)
    assert refused.value.field == "link"


def test_a_link_has_an_end():
    with pytest.raises(InvalidEntry, match="at most 500"):
        check_link("https://example.org/" + "a" * 500)


def test_the_folders_stand_in_the_order_of_the_notice():
    assert sorted(FOLDERS.values()) == [FOLDERS[each] for each in DocumentClass]


def test_every_kind_has_its_name_and_its_type():
    assert set(MEDIA_NAMES) == set(MediaKind)
    assert all("/" in kind.media_type for kind in FileKind)
