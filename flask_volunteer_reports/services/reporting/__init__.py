"""Activity reports, nil returns, district summaries, the week's papers."""

from .district_summaries import submit_district_summary
from .edit import edit_report
from .nil_returns import file_nil_return, void_nil_return
from .papers import request_weekly_papers
from .photos import add_photo, void_photo
from .review import accept_report, return_report
from .start import start_report
from .submit import submit_report
from .void import void_report

__all__ = [
    "accept_report",
    "add_photo",
    "edit_report",
    "file_nil_return",
    "request_weekly_papers",
    "return_report",
    "start_report",
    "submit_district_summary",
    "submit_report",
    "void_nil_return",
    "void_photo",
    "void_report",
]
