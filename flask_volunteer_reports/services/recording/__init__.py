"""Sign-ups, check-ins, name lists, service records."""

from .admission import admit_sign_up, decline_sign_up, record_no_show, undo_no_show
from .check_in_codes import open_check_in
from .check_in_pairs import Check
from .checking_in import (
    Whom,
    check_in_by_organizer,
    check_in_with_code,
    check_out_by_organizer,
    check_out_with_code,
)
from .closing import close_check_in
from .confirming import confirm_name_list
from .name_lists import save_name_list
from .own_sign_ups import cancel_own_sign_up, sign_up
from .records import correct_record, void_record
from .sign_ups import SignedUpByList, cancel_sign_up, sign_up_volunteers
from .ticks import Tick, TickResult, take_ticks

__all__ = [
    "Check",
    "SignedUpByList",
    "Tick",
    "TickResult",
    "Whom",
    "admit_sign_up",
    "cancel_own_sign_up",
    "cancel_sign_up",
    "check_in_by_organizer",
    "check_in_with_code",
    "check_out_by_organizer",
    "check_out_with_code",
    "close_check_in",
    "confirm_name_list",
    "correct_record",
    "decline_sign_up",
    "open_check_in",
    "record_no_show",
    "save_name_list",
    "sign_up",
    "sign_up_volunteers",
    "take_ticks",
    "undo_no_show",
    "void_record",
]
