"""Sign-ups, name lists, service records."""

from .answering import Correction, answer_objection
from .certificates import (
    Wish,
    make_again,
    request_certificate,
    revoke_certificate,
)
from .confirming import confirm_name_list
from .name_lists import save_name_list
from .notices import close_notice, close_notices, stop_notice
from .objections import (
    claim_missing_hours,
    object_to_record,
    pass_on_objection,
    withdraw_objection,
)
from .records import correct_record, void_record
from .sign_ups import cancel_sign_up, sign_up_volunteers

__all__ = [
    "Correction",
    "Wish",
    "answer_objection",
    "cancel_sign_up",
    "claim_missing_hours",
    "close_notice",
    "close_notices",
    "confirm_name_list",
    "correct_record",
    "make_again",
    "object_to_record",
    "pass_on_objection",
    "request_certificate",
    "revoke_certificate",
    "save_name_list",
    "sign_up_volunteers",
    "stop_notice",
    "void_record",
    "withdraw_objection",
]
