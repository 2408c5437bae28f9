"""Web pages of government sites: the plan's paragraphs and tables, without the page around them."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from extract.readers import Raw
from extract.readers.blocks import Paragraph, Writer
from extract.readers.encoding import CANDIDATES, GOOD, decode_with, score
from extract.readers.html_blocks import blocks_of
from extract.readers.html_main import drop_chrome_blocks, main_content, page_facts, page_title
from kg.errors import InputError

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
#: What pages call GB18030 and Big5.
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "cp950"}
#: Most characters in a thousand that may be undecodable in a page (a byte lost on the way) before it is refused.
_MAX_DAMAGED = 1


def read(data: bytes, name: str) -> Raw:
    """The page's main content. Raises ``InputError``: E102-E104, E112 as for text; E114 nested beyond reading."""
    text, damaged = page_text(data, name)
    root = _parse(text, name)
    facts = page_facts(root)
    content, hidden = main_content(root)
    blocks = drop_chrome_blocks(blocks_of(content, hidden))
    title = page_title(root)
    head = "".join(re.sub(r"\s", "", b.text) for b in blocks[:12] if isinstance(b, Paragraph))
    if title and re.sub(r"\s", "", title) not in head:
        blocks.insert(0, Paragraph(title, "title"))
    writer = Writer()
    writer.write(blocks)
    if damaged:
        facts["undecodable"] = damaged
    return writer.raw(facts)


def page_text(data: bytes, name: str) -> tuple[str, int]:
    """The page decoded, and how many characters could not be."""
    match = _CHARSET.search(data[:4096])
    declared = match[1].decode("ascii").lower() if match else None
    declared = _ALIASES.get(declared or "", declared)
    try:
        return decode_with(data, name, declared)[0], 0
    except InputError as error:
        if error.code != "E104":
            raise
        for codec in dict.fromkeys([declared or "utf-8", "utf-8", *CANDIDATES[:2]]):
            try:
                text = data.decode(codec, "replace")
            except LookupError:
                continue
            damaged = text.count("\ufffd")
            if damaged * 1000 <= len(text) * _MAX_DAMAGED and score(text.replace("\ufffd", "")) >= GOOD:
                return text, damaged
        raise


def _parse(text: str, name: str) -> Any:
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text.replace("\x00", ""))
    parser = etree.HTMLParser(huge_tree=True, remove_pis=True, remove_comments=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError("E102", path=name) from error
    if root is None:
        raise InputError("E102", path=name)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise InputError("E114", path=name, reason="its tags are nested more than 2 000 deep")
    return root
