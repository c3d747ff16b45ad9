"""How much a run file may hold. Far above any real run, low enough that a hostile file is refused early.

The longest real file at hand (5 hours at one sample a second, 30 fields) is 1.4 MB as FIT and would be about 8 MB as
TCX. The limits leave room for a hundred hours.
"""

from __future__ import annotations

MEBIBYTE = 1 << 20

#: Bytes of one FIT file, after unpacking.
MAX_FIT_BYTES = 32 * MEBIBYTE
#: Bytes of one TCX or GPX file, after unpacking.
MAX_XML_BYTES = 256 * MEBIBYTE
#: Unpacked bytes per packed byte. Real TCX and GPX reach about 40; deflate's own limit is 1032.
MAX_UNPACKING_RATIO = 200
#: Members of a ZIP that are looked at, and bytes of its table of contents.
MAX_ZIP_MEMBERS = 50
MAX_ZIP_DIRECTORY_BYTES = MEBIBYTE
#: A ZIP in a gzip in a ZIP is nobody's export.
MAX_WRAPPINGS = 2

#: Messages of one FIT file (5 hours of a current watch: 57 000).
MAX_FIT_MESSAGES = 1_000_000
#: Separate FIT files chained in one.
MAX_FIT_SEGMENTS = 100
#: Developer fields kept of one file.
MAX_DEVELOPER_FIELDS = 100
#: Samples of one TCX or GPX file.
MAX_XML_SAMPLES = 1_000_000
#: Elements inside each other (real files: 9), letters of one value, attributes' letters of one element.
MAX_XML_DEPTH = 40
MAX_XML_TEXT = 10_000
