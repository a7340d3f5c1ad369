"""What a browser may send in the archiving workflow."""

from __future__ import annotations

from typing import Any

from wtforms import FileField
from wtforms.validators import ValidationError

from ..context import lazy, t
from ..forms import ActionForm


class ScanForm(ActionForm):
    """A scan of a stamped sheet."""

    scan = FileField(lazy("Scan of the stamped sheet (PDF or JPEG)"))

    content: bytes = b""

    def validate_scan(self, field: Any) -> None:
        """A file is needed."""
        self.content = field.data.read() if field.data else b""
        if not self.content:
            raise ValidationError(t("Choose the file of the scan."))
