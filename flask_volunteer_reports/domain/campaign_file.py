"""A campaign file: TOML in, :class:`CampaignRules` out, or every mistake with key and line."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from ..errors import InvalidEntries, Message, Problem
from .campaign import (
    Annex2Category,
    Bearer,
    CampaignRules,
    Counts,
    Obligation,
    Period,
    Strength,
    Term,
)
from .directory import Affiliation, OrganizationKind
from .recording_file import read_recording
from .toml_lines import lines_of_keys, nearest_line
from .toml_table import Table
from .weeks import Deadline, MonthOf, OnHoliday, WeekRule, WorkingDays

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@lru_cache(maxsize=32)
def read_campaign(source: str) -> CampaignRules:
    """Read and check the text of a campaign file.

    Raises:
        InvalidEntries: It is not TOML, or keys are missing, unknown or wrong: all of them, each
            with key and line.
    """
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        problem = Problem(Message("TOML"), Message("%(text)s", {"text": str(error)}))
        raise InvalidEntries("The campaign file cannot be read.", [problem]) from error

    file = Table(data, "", lines_of_keys(source), [])
    rules = _rules(file)
    file.refuse_leftovers()
    if not file.problems:
        _check_together(file, rules)
    if file.problems:
        raise InvalidEntries(
            "The campaign file has %(count)s mistakes. Nothing was loaded.",
            sorted(file.problems, key=file.line_of),
            count=len(file.problems),
        )
    return rules


def _rules(file: Table) -> CampaignRules:
    head, week, deadline = file.table("campaign"), file.table("week"), file.table("deadline")
    annex1, annex2 = file.table("annex1"), file.table("annex2")
    zone_name = head.choice("time_zone", available_timezones())
    return CampaignRules(
        code=head.code("code"),
        title=head.text("title"),
        document_number=head.text("document_number"),
        issuing_bodies=tuple(head.texts("issuing_bodies")),
        secretariat=head.text("secretariat"),
        city=head.code("city"),
        starts_on=head.day("starts_on"),
        ends_on=head.day("ends_on"),
        week=WeekRule(
            zone=ZoneInfo(zone_name or "UTC"),
            first_day=_weekday(week, "first_day", "monday"),
            month_of=week.member("month_of", MonthOf, MonthOf.FIRST_DAY),
        ),
        part_week_minimum_working_days=week.number(
            "part_week_minimum_working_days", default=1, lowest=0, highest=7
        ),
        working_days=WorkingDays(
            frozenset(week.days("holidays")), frozenset(week.days("worked_weekends"))
        ),
        deadline=Deadline(
            weekday=_weekday(deadline, "weekday", "tuesday"),
            at=deadline.value("at", time, default=time(17, 30)),
            on_holiday=deadline.member("on_holiday", OnHoliday, OnHoliday.KEEP),
            moved={
                row.text("week"): _local(row.value("due", datetime), ZoneInfo(zone_name or "UTC"))
                for row in deadline.tables("moved", required=False)
            },
        ),
        accept_late=deadline.choice("late", ("accept", "refuse"), default="accept") == "accept",
        min_lead=timedelta(
            minutes=file.table("publishing", required=False).number("min_lead_minutes", default=0)
        ),
        recording=read_recording(file.table("recording", required=False)),
        annex1_affiliations=frozenset(annex1.members("affiliations", Affiliation)),
        annex2_areas=tuple(annex2.texts("areas")),
        annex2_categories=tuple(_category(row) for row in annex2.tables("categories")),
        annex2_print_misprint=annex2.value("print_misprint", bool, default=False),
        themes=tuple(_term(row) for row in file.tables("themes")),
        activity_kinds=tuple(_term(row) for row in file.tables("activity_kinds")),
        obligations=tuple(_obligation(row) for row in file.tables("obligations")),
    )


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Tell the local time of a moment, which may be written with or without its offset."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _weekday(table: Table, key: str, default: str) -> int:
    return WEEKDAYS.index(table.choice(key, WEEKDAYS, default=default) or default)


def _term(row: Table) -> Term:
    name = row.text("name")
    return Term(row.code("code"), name, row.text("name_en", default=name))


def _category(row: Table) -> Annex2Category:
    return Annex2Category(
        row.text("name"),
        frozenset(row.members("affiliations", Affiliation)),
        row.number("minimum_rows", default=8, highest=100),
    )


def _obligation(row: Table) -> Obligation:
    text = row.text("text")
    return Obligation(
        code=row.code("code"),
        text=text,
        text_en=row.text("text_en", default=text),
        source=row.text("source"),
        each=row.member("each", Bearer, Bearer.ORGANIZATION),
        affiliations=frozenset(row.members("affiliations", Affiliation, required=False)),
        kinds=frozenset(row.members("kinds", OrganizationKind, required=False)),
        counts=row.member("counts", Counts),
        at_least=row.number("at_least", default=0, highest=100),
        per=row.member("per", Period),
        strength=row.member("strength", Strength),
    )


def _check_together(file: Table, rules: CampaignRules) -> None:
    """Find what is wrong only in the light of other keys."""
    if rules.ends_on < rules.starts_on:
        file.complain("campaign.ends_on", "The campaign ends before it starts.")
    moved = [row.text("week") for row in file.table("deadline").tables("moved", required=False)]
    for path, names in (
        ("themes[{}].code", [theme.code for theme in rules.themes]),
        ("activity_kinds[{}].code", [kind.code for kind in rules.activity_kinds]),
        ("obligations[{}].code", [obligation.code for obligation in rules.obligations]),
        ("annex2.categories[{}].name", [category.name for category in rules.annex2_categories]),
        ("deadline.moved[{}].week", moved),
    ):
        for place, name in enumerate(names):
            if name in names[:place]:
                file.complain(path.format(place), "“%(value)s” stands twice.", value=name)
    listed: set[str] = set(rules.annex1_affiliations)
    for place, category in enumerate(rules.annex2_categories):
        for affiliation in sorted(category.affiliations & listed):
            file.complain(
                f"annex2.categories[{place}].affiliations",
                "“%(value)s” already has its place on another paper.",
                value=affiliation,
            )
        listed |= category.affiliations
    for affiliation in sorted(set(Affiliation) - listed):
        file.complain(
            "annex2.categories",
            "“%(value)s” stands on no paper; its reports would be lost. Add it to a category.",
            value=affiliation,
        )
    weeks = {week.key for week in rules.weeks()}
    for place, key in enumerate(moved):
        if key not in weeks:
            file.complain(
                f"deadline.moved[{place}].week",
                "“%(value)s” is not a week of this campaign.",
                value=key,
            )


def place_in(source: str, key: str) -> Message:
    """Name the place of a key such as ``annex2.areas[3]`` in the text of a campaign file."""
    line = nearest_line(lines_of_keys(source), key)
    return Message("line %(line)s, %(key)s", {"line": line, "key": key})
