"""志愿服务记录证明: its facts, from and to plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .days import chinese_day

CERTIFICATE_TITLE = "志愿服务记录证明"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """One service record; instants are local to its campaign (aware, in its zone)."""

    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    organization: str
    check_in_minutes: int
    other_minutes: int

    @property
    def when(self) -> str:
        """The time on two lines; both days where they differ."""
        start, end = self.starts_at, self.ends_at
        day = "" if start.date() == end.date() else f"{end.month}月{end.day}日"
        return f"{chinese_day(start)}\n{start:%H:%M}—{day}{end:%H:%M}"

    @property
    def service_minutes(self) -> int:
        """All of it."""
        return self.check_in_minutes + self.other_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateContent:
    """What a certificate says of somebody's service; the same again is the same certificate.

    Source:
        Order 67, art. 15: time, content, recording unit; a seal only where it is needed.
    """

    name: str
    volunteer_no: str
    from_on: date
    until_on: date
    with_seal: bool
    """There is a place for a seal."""
    lines: tuple[CertificateLine, ...]

    @property
    def check_in_minutes(self) -> int:
        """信用时数."""
        return sum(line.check_in_minutes for line in self.lines)

    @property
    def other_minutes(self) -> int:
        """Everything else."""
        return sum(line.other_minutes for line in self.lines)

    @property
    def service_minutes(self) -> int:
        """All of it; sums come first, and are rounded once."""
        return self.check_in_minutes + self.other_minutes

    @property
    def organizations(self) -> tuple[str, ...]:
        """The recording units, each once, in the order in which they first appear."""
        return tuple(dict.fromkeys(line.organization for line in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A numbered certificate: everything that the paper says."""

    number: str
    code: str
    check_address: str
    """Where anybody checks it; empty while the site has no address."""
    issued_on: date
    content: CertificateContent

    @property
    def produced_on(self) -> date:
        """Its date for readers and archives."""
        return self.issued_on


def certificate_from(plain: Mapping[str, Any]) -> Certificate:
    """Read the facts of a certificate back from what :func:`.snapshot.to_plain` made of them."""
    content = plain["content"]
    return Certificate(
        number=plain["number"],
        code=plain["code"],
        check_address=plain["check_address"],
        issued_on=date.fromisoformat(plain["issued_on"]),
        content=CertificateContent(
            name=content["name"],
            volunteer_no=content["volunteer_no"],
            from_on=date.fromisoformat(content["from_on"]),
            until_on=date.fromisoformat(content["until_on"]),
            with_seal=content["with_seal"],
            lines=tuple(_line(line) for line in content["lines"]),
        ),
    )


def _line(plain: Mapping[str, Any]) -> CertificateLine:
    return CertificateLine(
        **{
            **plain,
            "starts_at": datetime.fromisoformat(plain["starts_at"]),
            "ends_at": datetime.fromisoformat(plain["ends_at"]),
        }
    )
