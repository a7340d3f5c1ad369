"""What a browser may send in archiving."""

from __future__ import annotations

import contextlib

from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import Length

from ..context import lazy
from ..forms import BaseForm, CleanStringField


class OfficeFormUpload(BaseForm):
    """A new version of an office's own form."""

    file = FileField(lazy("File"))
    note = CleanStringField(lazy("What is new in it (optional)"), validators=[Length(max=200)])

    def content(self, most: int) -> bytes:
        """Read the file, a byte more than it may have: then it is known to be too large."""
        upload = self.file.data
        if not isinstance(upload, FileStorage):
            return b""
        with contextlib.closing(upload):
            content: bytes = upload.stream.read(most + 1)
        return content
