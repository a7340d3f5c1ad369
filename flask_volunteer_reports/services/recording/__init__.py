"""Sign-ups, name lists, service records."""

from .admission import admit_sign_up, decline_sign_up, record_no_show, undo_no_show
from .confirming import confirm_name_list
from .name_lists import save_name_list
from .own_sign_ups import cancel_own_sign_up, sign_up
from .records import correct_record, void_record
from .sign_ups import SignedUpByList, cancel_sign_up, sign_up_volunteers

__all__ = [
    "SignedUpByList",
    "admit_sign_up",
    "cancel_own_sign_up",
    "cancel_sign_up",
    "confirm_name_list",
    "correct_record",
    "decline_sign_up",
    "record_no_show",
    "save_name_list",
    "sign_up",
    "sign_up_volunteers",
    "undo_no_show",
    "void_record",
]
