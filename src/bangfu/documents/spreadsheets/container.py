"""Look at the package of a workbook before anything inside it is trusted."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from bangfu.documents.spreadsheets import errors, limits

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 18
_ENCRYPTED_FLAG = 0x1
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)


def refuse_foreign_formats(data: bytes) -> None:
    """Tell an encrypted workbook and an old one from a package."""
    if data.startswith(_OLE):
        raise errors.Encrypted if _ENCRYPTED_STREAM in data else errors.OldFormat
    if not data.startswith(_ZIP):
        raise errors.LyingExtension


def looks_packed(data: bytes) -> bool:
    """Whether the bytes are a package or an old workbook, whatever the file is called."""
    return data.startswith((_ZIP, _OLE))


def open_package(data: bytes) -> zipfile.ZipFile:
    """Open a package whose declared sizes are sane and which is a plain workbook."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except _UNREADABLE as error:
        raise errors.Damaged from error
    _check_entries(entries)
    _check_contents({entry.filename.lower() for entry in entries})
    return package


def chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of one part, in pieces, never more than it declared."""
    try:
        with package.open(name) as part:
            while piece := part.read(_CHUNK):
                yield piece
    except (*_UNREADABLE, KeyError) as error:
        raise errors.Damaged from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.MOST_ENTRIES:
        raise errors.Suspicious
    if sum(entry.file_size for entry in entries) > limits.MOST_UNPACKED:
        raise errors.Suspicious
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise errors.Encrypted
        packed = max(entry.compress_size, 1)
        if entry.file_size > limits.MEGABYTE and entry.file_size / packed > limits.MOST_RATIO:
            raise errors.Suspicious


def _check_contents(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") for name in names):
        raise errors.HasMacros
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise errors.OldFormat
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise errors.LyingExtension
