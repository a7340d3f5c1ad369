"""The archive: issued documents and their register, the four classes, media coverage, packages."""

from .form_upload import check_form_again, upload_form
from .form_use import put_form_into_use, withdraw_form

__all__ = [
    "check_form_again",
    "put_form_into_use",
    "upload_form",
    "withdraw_form",
]
