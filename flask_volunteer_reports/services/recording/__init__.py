"""Sign-ups, check-ins, name lists, service records."""

from .check_in_codes import open_check_in
from .check_in_pairs import Check
from .checking_in import (
    check_in_by_organizer,
    check_in_with_code,
    check_out_by_organizer,
    check_out_with_code,
)
from .closing import close_check_in
from .confirming import confirm_name_list
from .name_lists import save_name_list
from .records import correct_record, void_record
from .sign_ups import cancel_sign_up, sign_up_volunteers
from .ticks import Tick, TickResult, take_ticks
from .whom import Whom

__all__ = [
    "Check",
    "Tick",
    "TickResult",
    "Whom",
    "cancel_sign_up",
    "check_in_by_organizer",
    "check_in_with_code",
    "check_out_by_organizer",
    "check_out_with_code",
    "close_check_in",
    "confirm_name_list",
    "correct_record",
    "open_check_in",
    "save_name_list",
    "sign_up_volunteers",
    "take_ticks",
    "void_record",
]
