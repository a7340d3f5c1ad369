from __future__ import annotations

import hashlib
from datetime import date

import pytest

from flask_volunteer_reports.domain.events import CampaignLoaded
from flask_volunteer_reports.errors import InvalidEntries, NotAllowed
from flask_volunteer_reports.models import Campaign
from flask_volunteer_reports.services.directory import AreaEntry, add_area
from flask_volunteer_reports.services.publishing import load_campaign
from tests.world import CAMPAIGN_FILE, MANAGER, NOON, OPERATOR, SECRETARIAT

from .watching import later, outcomes, rows

TEXT = CAMPAIGN_FILE.read_text("utf-8")
CHANGED = TEXT.replace("ends_on = 2017-08-31", "ends_on = 2017-09-30")
NEXT_YEAR = TEXT.replace('code = "test-2017"', 'code = "test-2018"').replace(
    'title = "迎接2017年', 'title = "迎接2018年'
)
TOMORROW = later(days=1)


def test_a_new_campaign_is_loaded(uow, happens):
    with happens() as said:
        campaign, changed = load_campaign(uow, OPERATOR, NEXT_YEAR, now=TOMORROW)

    assert changed
    assert len(rows(uow, Campaign)) == 2
    assert (campaign.code, campaign.title[:6]) == ("test-2018", "迎接2018")
    assert (campaign.starts_on, campaign.ends_on) == (date(2017, 6, 1), date(2017, 8, 31))
    assert (campaign.source, campaign.loaded_at) == (NEXT_YEAR, TOMORROW)
    assert said == [
        CampaignLoaded(
            subject_id=campaign.id,
            by="operator",
            at=TOMORROW,
            code="test-2018",
            source_sha256=hashlib.sha256(NEXT_YEAR.encode()).hexdigest(),
        )
    ]


def test_a_changed_file_changes_the_campaign(uow, world, happens):
    before = world.campaign.id
    with happens() as said:
        campaign, changed = load_campaign(uow, OPERATOR, CHANGED, now=TOMORROW)

    assert (campaign.id, changed) == (before, True)
    assert campaign.ends_on == campaign.rules.ends_on == date(2017, 9, 30)
    assert [event.subject_id for event in said] == [before]


def test_the_same_file_again_changes_nothing(uow, world, happens):
    with happens() as said:
        campaign, changed = load_campaign(uow, OPERATOR, TEXT, now=TOMORROW)
    assert (campaign.id, changed, said) == (world.campaign.id, False, [])
    assert campaign.loaded_at == NOON


def test_two_at_once_load_it_once(uow, at_once, published):
    def load(own):
        load_campaign(own, OPERATOR, NEXT_YEAR, now=NOON)

    assert outcomes(at_once(load, load)) == ["done", "done"]
    assert len(rows(uow, Campaign, code="test-2018")) == 1
    assert [type(event) for event in published] == [CampaignLoaded]


@pytest.mark.parametrize("actor", [SECRETARIAT, MANAGER], ids=["secretariat", "manager"])
def test_only_the_operator_loads_campaigns(actor, uow, refuses):
    with refuses(NotAllowed, "terminal"):
        load_campaign(uow, actor, CHANGED, now=NOON)


def test_a_wrong_file_is_refused_with_key_and_line(uow, refuses):
    wrong = CHANGED.replace('weekday = "tuesday"', 'weekday = "tusday"')
    with refuses(InvalidEntries) as refused:
        load_campaign(uow, OPERATOR, wrong, now=NOON)
    [problem] = refused.value.problems
    assert problem.place.values["key"] == "deadline.weekday"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param('city = "city"', 'city = "nowhere"', "campaign.city", id="no such city"),
        pytest.param('city = "city"', 'city = "east"', "campaign.city", id="a district as city"),
        pytest.param('["east", "west"]', '["east", "north"]', "annex2.areas[1]", id="no district"),
        pytest.param('["east", "west"]', '["street", "west"]', "annex2.areas[0]", id="a street"),
    ],
)
def test_an_area_that_does_not_fit_is_named_with_its_line(old, new, key, uow, refuses):
    wrong = TEXT.replace(old, new)
    with refuses(InvalidEntries) as refused:
        load_campaign(uow, OPERATOR, wrong, now=NOON)
    places = [problem.place.values for problem in refused.value.problems]
    assert {"line": wrong[: wrong.index(new)].count("\n") + 1, "key": key} in places


def test_a_district_of_another_city_is_refused(uow, refuses):
    other = add_area(uow, OPERATOR, "other", None, AreaEntry(name="Other city"), now=NOON)
    add_area(uow, OPERATOR, "abroad", other.id, AreaEntry(name="District abroad"), now=NOON)
    with refuses(InvalidEntries, "abroad"):
        load_campaign(uow, OPERATOR, TEXT.replace('"west"]', '"abroad"]'), now=NOON)
