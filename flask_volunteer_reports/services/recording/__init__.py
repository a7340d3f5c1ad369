"""Sign-ups, name lists, service records."""

from .name_lists import confirm_name_list, save_name_list
from .records import void_record
from .sign_ups import cancel_sign_up, sign_up_volunteers

__all__ = [
    "cancel_sign_up",
    "confirm_name_list",
    "save_name_list",
    "sign_up_volunteers",
    "void_record",
]
