"""Sign-ups, check-ins, name lists, service records, objections, certificates."""

from .admission import admit_sign_up, decline_sign_up, record_no_show, undo_no_show
from .answering import Correction, answer_objection
from .certificates import (
    Wish,
    make_again,
    request_certificate,
    revoke_certificate,
)
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
from .notices import close_notice, close_notices, stop_notice
from .objections import (
    claim_missing_hours,
    object_to_record,
    pass_on_objection,
    withdraw_objection,
)
from .own_sign_ups import cancel_own_sign_up, sign_up
from .records import correct_record, void_record
from .sign_ups import SignedUpByList, cancel_sign_up, sign_up_volunteers
from .ticks import Tick, TickResult, take_ticks
from .whom import Whom

__all__ = [
    "Check",
    "Correction",
    "SignedUpByList",
    "Tick",
    "TickResult",
    "Whom",
    "Wish",
    "admit_sign_up",
    "answer_objection",
    "cancel_own_sign_up",
    "cancel_sign_up",
    "check_in_by_organizer",
    "check_in_with_code",
    "check_out_by_organizer",
    "check_out_with_code",
    "claim_missing_hours",
    "close_check_in",
    "close_notice",
    "close_notices",
    "confirm_name_list",
    "correct_record",
    "decline_sign_up",
    "make_again",
    "object_to_record",
    "open_check_in",
    "pass_on_objection",
    "record_no_show",
    "request_certificate",
    "revoke_certificate",
    "save_name_list",
    "sign_up",
    "sign_up_volunteers",
    "stop_notice",
    "take_ticks",
    "undo_no_show",
    "void_record",
    "withdraw_objection",
]
