"""Sign-ups, name lists, service records."""

from .confirming import confirm_name_list
from .name_lists import save_name_list
from .records import correct_record, void_record
from .sign_ups import cancel_sign_up, sign_up_volunteers

__all__ = [
    "cancel_sign_up",
    "confirm_name_list",
    "correct_record",
    "save_name_list",
    "sign_up_volunteers",
    "void_record",
]
