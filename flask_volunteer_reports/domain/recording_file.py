"""The ``[recording]`` table of a campaign file: limits of hours, with a default for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from .recording_rules import RecordingRules
from .toml_table import Table

_MINUTE, _SECOND = timedelta(minutes=1), timedelta(seconds=1)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

# Which key says it, in what unit, and the least that it may be.
_SPANS: Mapping[str, tuple[str, timedelta, int]] = {
    "organizer_confirms_over": ("organizer_confirms_over_minutes", _MINUTE, 0),
    "secretariat_confirms_over": ("secretariat_confirms_over_minutes", _MINUTE, 0),
    "code_period": ("code_period_seconds", _SECOND, 5),
    "wrong_codes_within": ("wrong_codes_within_minutes", _MINUTE, 1),
    "check_in_before": ("check_in_minutes_before", _MINUTE, 0),
    "check_out_after": ("check_out_minutes_after", _MINUTE, 0),
    "ticks_within": ("ticks_within_hours", _HOUR, 1),
    "cancel_until_before": ("cancel_until_minutes_before", _MINUTE, 0),
    "answer_objections_within": ("answer_objections_within_days", _DAY, 1),
    "public_notice": ("public_notice_days", _DAY, 0),
}
# The least and the most.
_NUMBERS: Mapping[str, tuple[int, int]] = {
    "enter_within_working_days": (0, 366),
    "pairs_a_day": (1, 48),
    "wrong_codes": (1, 1000),
}


def read_recording(table: Table) -> RecordingRules:
    """Read the limits; what is left out stays as the rules have it, mistakes are noted."""
    usual = RecordingRules()
    values: dict[str, Any] = {
        name: unit * table.number(key, default=getattr(usual, name) // unit, lowest=lowest)
        for name, (key, unit, lowest) in _SPANS.items()
    }
    for name, (lowest, highest) in _NUMBERS.items():
        values[name] = table.number(
            name, default=getattr(usual, name), lowest=lowest, highest=highest
        )
    for name in ("target_minutes_per_registered", "target_minutes_per_active"):
        values[name] = table.number(name, default=0) or None
    opens = table.number("sign_up_opens_days_before", default=0, highest=365)
    usual_grace = min(usual.code_grace, values["code_period"]) // _SECOND
    grace = table.number("code_grace_seconds", default=usual_grace)
    rules = RecordingRules(
        **values,
        code_grace=grace * _SECOND,
        sign_up_opens_before=opens * _DAY if opens else None,
        print_ledger_head=table.value("print_ledger_head", bool, default=usual.print_ledger_head),
    )
    _check_together(table, rules)
    return rules


def _check_together(table: Table, rules: RecordingRules) -> None:
    """Note what is wrong only in the light of another key."""
    if rules.code_grace > rules.code_period:
        table.complain(
            "recording.code_grace_seconds",
            "A code is taken for no longer after its change than it was on the screen.",
        )
    if rules.secretariat_confirms_over < rules.organizer_confirms_over:
        table.complain(
            "recording.secretariat_confirms_over_minutes",
            "The secretariat confirms from more minutes on than the organizer, not from fewer.",
        )
