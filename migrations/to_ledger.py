"""Carry volunteers, sign-ups and service records over into the tables of revision 0010_ledger.

Until then a record was one row and a void a second one; afterwards records are made of entries in
the chain of their organization. Names, minutes, persons and instants stay as they were.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from flask_volunteer_reports.domain.campaign_file import read_campaign
from flask_volunteer_reports.domain.ledger import GENESIS, EntryFacts, digest

Row = dict[str, Any]
_NEW = ("volunteer", "membership", "sign_up", "name_list_entry", "service_record", "service_entry")


def read(connection: sa.Connection) -> dict[str, list[Row]]:
    """Read the old tables whole."""
    tables = ("volunteer", "sign_up", "name_list_entry", "service_record")
    return {name: _rows(connection, name) for name in tables}


def write(connection: sa.Connection, before: Mapping[str, list[Row]]) -> None:
    """Fill the new tables."""
    if not before["volunteer"]:
        return
    areas = {row["id"]: row["area_id"] for row in _rows(connection, "organization")}
    new: dict[str, list[Row]] = defaultdict(list)
    for row in before["volunteer"]:
        organization_id = row.pop("organization_id")
        new["volunteer"].append(
            row
            | {"phone": "", "area_id": areas[organization_id], "card_code": secrets.token_hex(12)}
            | {"registered_by_name": row["registered_by"], "version": 1}
        )
        new["membership"].append(
            {"id": uuid4(), "volunteer_id": row["id"], "organization_id": organization_id}
            | {"joined_at": row["registered_at"]}
        )
    new["name_list_entry"] = [_name_list_entry(row) for row in before["name_list_entry"]]
    _fill_ledger(connection, before["service_record"], areas, new)
    standing = (row for row in new["service_record"] if row["other_minutes"])
    recorded = {(row["activity_id"], row["volunteer_id"]) for row in standing}
    new["sign_up"] = [
        _sign_up(row, recorded=(row["activity_id"], row["volunteer_id"]) in recorded)
        for row in before["sign_up"]
    ]
    _sum_up(connection, new)
    for name in (*_NEW, "ledger_head", "hours_summary", "registration_summary"):
        if new[name]:
            connection.execute(sa.insert(_table(connection, name)), _even(new[name]))


def _even(rows: list[Row]) -> list[Row]:
    """Give every row the same keys, as one statement for many rows needs it."""
    keys = {key for row in rows for key in row}
    return [{key: row.get(key) for key in keys} for row in rows]


def _sign_up(row: Row, *, recorded: bool) -> Row:
    cancelled_at = row.pop("cancelled_at")
    return row | {
        "status": "cancelled" if cancelled_at else "admitted",
        "admitted_at": row["signed_up_at"],
        "admitted_by": row["signed_up_by"],
        "recorded": recorded,
        "ended_at": cancelled_at,
        "ended_by": row["signed_up_by"] if cancelled_at else None,
    }


def _name_list_entry(row: Row) -> Row:
    confirmed = row["state"] == "confirmed"
    return row | {
        "channel": "name_list",
        "evidence": "",
        "confirmed_at": row["entered_at"] if confirmed else None,
        "confirmed_by_id": row["entered_by_id"] if confirmed else None,
        "confirmed_by": row["entered_by"] if confirmed else None,
    }


def _fill_ledger(
    connection: sa.Connection,
    records: list[Row],
    areas: Mapping[UUID, UUID],
    new: dict[str, list[Row]],
) -> None:
    about = _about_activities(connection)
    voids = {row["voids_id"]: row for row in records if row["voids_id"]}
    heads: dict[UUID, Row] = {}
    for row in sorted(records, key=lambda row: (row["confirmed_at"], str(row["id"]))):
        if not row["voids_id"]:
            new["service_record"].append(_record(row, set(voids), about, areas))
        organization_id = row["recording_organization_id"]
        head = heads.setdefault(
            organization_id, {"organization_id": organization_id, "sequence": 0, "digest": GENESIS}
        )
        entry = _entry(row, head)
        head |= {key: entry[key] for key in ("sequence", "digest", "confirmed_at")}
        new["service_entry"].append(entry)
    new["ledger_head"] = list(heads.values())


def _record(
    row: Row, voided: set[UUID], about: Mapping[UUID, Row], areas: Mapping[UUID, UUID]
) -> Row:
    activity = about[row["activity_id"]]
    starts_at = row["starts_at"].replace(tzinfo=ZoneInfo("UTC"))
    return {
        **{key: row[key] for key in ("id", "activity_id", "volunteer_id", "starts_at", "ends_at")},
        "organization_id": row["recording_organization_id"],
        "area_id": areas[row["recording_organization_id"]],
        "campaign_id": activity["campaign_id"],
        "themes": activity["themes"],
        "month": f"{starts_at.astimezone(activity['zone']):%Y-%m}",
        "check_in_minutes": 0,
        "other_minutes": 0 if row["id"] in voided else row["service_minutes"],
    }


def _entry(row: Row, head: Row) -> Row:
    entry = {
        **{key: row[key] for key in ("starts_at", "ends_at", "service_minutes", "source", "kind")},
        **{key: row[key] for key in ("confirmed_at", "confirmed_by_id", "confirmed_by")},
        "id": row["id"],
        "record_id": row["voids_id"] or row["id"],
        "organization_id": row["recording_organization_id"],
        "sequence": head["sequence"] + 1,
        "channel": "record_page" if row["voids_id"] else "name_list",
        "evidence": "",
        "entered_at": row["recorded_at"],
        "entered_by_id": row["recorded_by_id"],
        "entered_by": row["recorded_by"],
        "reason": row["reason"] or "",
    }
    facts = {key: _aware(value) for key, value in entry.items()}
    facts |= {"entry_id": facts.pop("id"), "activity_id": row["activity_id"]}
    facts |= {"volunteer_id": row["volunteer_id"]}
    for key in ("confirmed_by", "entered_by"):
        del facts[key]
    return entry | {"digest": digest(EntryFacts(**facts), head["digest"])}


def _sum_up(connection: sa.Connection, new: dict[str, list[Row]]) -> None:
    above = _areas_above(connection)
    cells: dict[tuple[UUID, UUID, str], Row] = {}
    active: dict[tuple[UUID, UUID, str], set[UUID]] = defaultdict(set)
    for record in (row for row in new["service_record"] if row["other_minutes"]):
        slices = ["", f"month:{record['month']}"]
        slices += [f"theme:{code}" for code in record["themes"].split(",") if code]
        organization_id = record["organization_id"]
        for owner_id in (organization_id, *above[record["area_id"]]):
            of_area = owner_id != organization_id
            for part in slices:
                key = (owner_id, record["campaign_id"], part)
                cell = cells.setdefault(
                    key,
                    dict(zip(("owner_id", "campaign_id", "slice"), key, strict=True))
                    | {"of_area": of_area}
                    | {"check_in_minutes": 0, "other_minutes": 0}
                    | {"service_minutes": 0, "records": 0},
                )
                cell["other_minutes"] += record["other_minutes"]
                cell["service_minutes"] += record["other_minutes"]
                cell["records"] += 1
                active[key].add(record["volunteer_id"])
    registered: dict[UUID, set[UUID]] = defaultdict(set)
    for row in new["membership"]:
        registered[row["organization_id"]].add(row["volunteer_id"])
    for row in new["volunteer"]:
        for owner_id in above[row["area_id"]]:
            registered[owner_id].add(row["id"])
    new["hours_summary"] = [
        cell
        | {"active": len(active[key]), "active_registered": len(active[key] & registered[key[0]])}
        for key, cell in cells.items()
    ]
    new["registration_summary"] = [
        {"owner_id": owner_id, "registered": len(ids)} for owner_id, ids in registered.items()
    ]


def _about_activities(connection: sa.Connection) -> dict[UUID, Row]:
    """Find the campaign, its zone and the themes of every activity."""
    zones = {
        row["id"]: read_campaign(row["source"]).week.zone for row in _rows(connection, "campaign")
    }
    themes: dict[UUID, list[Row]] = defaultdict(list)
    for row in _rows(connection, "project_theme"):
        if row["position"] is not None:
            themes[row["project_id"]].append(row)
    about = {}
    for project in _rows(connection, "project"):
        codes = [row["code"] for row in sorted(themes[project["id"]], key=lambda r: r["position"])]
        about[project["id"]] = {
            "campaign_id": project["campaign_id"],
            "zone": zones[project["campaign_id"]],
            "themes": "".join(f",{code}" for code in codes) + ",",
        }
    return {row["id"]: about[row["project_id"]] for row in _rows(connection, "activity")}


def _areas_above(connection: sa.Connection) -> dict[UUID, list[UUID]]:
    areas = _rows(connection, "area")
    return {
        row["id"]: [other["id"] for other in areas if row["path"].startswith(other["path"])]
        for row in areas
    }


def _aware(value: object) -> object:
    return value.replace(tzinfo=ZoneInfo("UTC")) if hasattr(value, "hour") else value  # type: ignore[attr-defined]  # asked for just before


def _rows(connection: sa.Connection, name: str) -> list[Row]:
    table = _table(connection, name)
    return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def _table(connection: sa.Connection, name: str) -> Any:
    """Describe a table as it is, with ids as UUIDs; SQLite only knows them as texts."""
    full = f"volunteer_reports_{name}"
    columns: Iterable[Any] = sa.inspect(connection).get_columns(full)
    return sa.table(
        full,
        *(
            sa.column(
                column["name"],
                sa.Uuid() if _is_id(column) else column["type"],
            )
            for column in columns
        ),
    )


def _is_id(column: Row) -> bool:
    return isinstance(column["type"], sa.Uuid) or (
        isinstance(column["type"], sa.CHAR) and column["type"].length == 32
    )
