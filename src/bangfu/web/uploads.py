"""Uploads stay in memory, and one that is too large is refused before it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class UploadTooBig(RequestDataTooBig):
    """More than the settings allow for all files of one form."""

    def __init__(self) -> None:
        self.most_megabytes = settings.FILE_UPLOAD_MAX_MEMORY_SIZE >> 20
        super().__init__(f"an upload of more than {self.most_megabytes} MB")


class InMemory(MemoryFileUploadHandler):
    """The framework's own, left alone, would pass a large file over as if none had been chosen."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        super().handle_raw_input(input_data, META, content_length, boundary, encoding)
        if not self.activated:
            raise UploadTooBig
