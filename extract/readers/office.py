"""Files of older word processors (doc, wps, rtf, odt), converted to docx by LibreOffice if it is installed.

Government sites give out web pages and web archives under these suffixes, too; those are read as such.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from extract.readers import Raw
from kg.errors import InputError

#: Seconds that a conversion may take.
TIMEOUT = 180
#: Where LibreOffice is looked for besides the PATH.
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|meta|div|p|table)\b", re.IGNORECASE)


def read(data: bytes, name: str) -> Raw:
    """The document's text. Raises ``InputError``: E113 encrypted, E116 no LibreOffice, E114 it cannot convert it."""
    from extract.readers import docx, html

    if not data.strip():
        raise InputError("E102", path=name)
    if _PAGE.match(data[:2000]):
        return html.read(data, name)
    if data[:2000].lstrip()[:13].lower() == b"mime-version:":
        return html.read(_archived_page(data, name), name)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise InputError("E113", path=name)
    return docx.read(to_docx(data, name), name)


def soffice() -> str | None:
    """LibreOffice's command, None if it is not installed; ``PLANKG_SOFFICE`` names it where it is elsewhere."""
    given = os.environ.get("PLANKG_SOFFICE")
    if given is not None:
        return shutil.which(given)
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def to_docx(data: bytes, name: str) -> bytes:
    """``data`` converted by LibreOffice, in a folder and with a profile of its own."""
    command = soffice()
    if command is None:
        raise InputError("E116", path=name, reason="it was not found")
    with tempfile.TemporaryDirectory(prefix="plankg-", ignore_cleanup_errors=True) as folder:
        suffix = Path(name).suffix.lower()
        source = Path(folder) / f"plan{suffix if re.fullmatch(r'[.][a-z]{2,5}', suffix) else '.doc'}"
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        arguments = [command, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}"]
        arguments += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(Path(folder) / "out"), str(source)]
        try:
            subprocess.run(arguments, capture_output=True, timeout=TIMEOUT, check=False, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired as error:
            raise InputError("E114", path=name, reason=f"LibreOffice did not end in {TIMEOUT} s") from error
        except OSError as error:
            raise InputError("E116", path=name, reason=f"it cannot be started: {error.strerror}") from error
        made = Path(folder) / "out" / "plan.docx"
        if not made.is_file():
            raise InputError("E114", path=name, reason="LibreOffice cannot convert it")
        return made.read_bytes()


def _archived_page(data: bytes, name: str) -> bytes:
    """The page in a web archive (mht), which Word saves as ``.doc``."""
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise InputError("E114", path=name, reason="the web archive holds no page")
