"""Parts of an Office package (a zip of XML) read with limits: no bomb unpacks, no entity expands."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from kg.errors import InputError

#: Largest part once unpacked, in MB; reading one takes about ten times as much memory.
MAX_PART_MB = 64
#: Most files in a package.
MAX_ENTRIES = 20_000
#: What unpacking a damaged part raises.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError,
)  # fmt: skip


class Package:
    """An opened package. Raises ``InputError``: E113 encrypted, E114 damaged, E115 a bomb."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if not data:
            raise InputError("E102", path=name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {info.filename.lower().lstrip("/"): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError) as error:
            raise InputError("E114", path=name, reason="its zip package is damaged") from error
        if len(self._names) > MAX_ENTRIES:
            raise InputError("E115", path=name, reason=f"it has {len(self._names)} parts")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def bytes_of(self, part: str) -> bytes | None:
        """A part's bytes, None if there is no such part."""
        info = self._names.get(part.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise InputError("E113", path=self.name)
        limit = MAX_PART_MB * 1_000_000
        too_large = f"{part} unpacks to more than {MAX_PART_MB} MB"
        if info.file_size > limit:
            raise InputError("E115", path=self.name, reason=too_large)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except _DAMAGE as error:
            raise InputError("E114", path=self.name, reason=f"{part} is damaged") from error
        if len(data) > limit:
            raise InputError("E115", path=self.name, reason=too_large)
        return data

    def xml_of(self, part: str) -> Any | None:
        """A part's root element, None if there is no such part."""
        data = self.bytes_of(part)
        return None if data is None else parse_xml(data, self.name, part)


def parse_xml(data: bytes, name: str, part: str) -> Any:
    """The root of an XML part; a document type (entities can hide there) is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!DOCTYPE" in data[:4096]:
            raise InputError("E115", path=name, reason=f"{part} declares entities") from error
        raise InputError("E114", path=name, reason=f"the XML of {part} is broken") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("E115", path=name, reason=f"{part} declares entities")
    return root
