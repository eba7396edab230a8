"""Files of every kind to begin from: our own small ones, and some that are made here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.app.exchange.monica_export import whole_json, whole_sql

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    path
    for ending in ("*.v*", "*.ics", "*.[ct]sv")
    for path in sorted((ROOT / "tests" / "files").rglob(ending))
]

_SEPARATOR = "From 1583290388308606088@xxx Mon Nov 06 04:42:58 +0000 2017"
_MBOX = f"""{_SEPARATOR}
X-GM-THRID: 1583290388308606088
X-Gmail-Labels: =?UTF-8?Q?Posteingang,Wichtig,Ge=C3=B6ffnet?=
Delivered-To: me@example.org
From: =?UTF-8?B?QWRhZXplIE9rYWZvcg==?= <ada@example.net>
To: Me Myself <me@example.org>, "Lee, PhD" <lee@example.net>
Date: Mon, 6 Nov 2017 04:42:58 +0000
Subject: =?iso-8859-1?Q?Gr=FC=DFe?=
\tand a second line
Message-ID: <a@example.net>
Content-Type: multipart/mixed; boundary="x"

Hello
>From the beginning
From here on it is text

{_SEPARATOR}
From: Me Myself <me@example.org>
To: Ada <ada@example.net>
Date: Tue, 7 Nov 2017 04:42:58 -0500 (EST)
In-Reply-To: <a@example.net>
References: <z@example.net> <a@example.net>
Message-ID: <b@example.org>
X-Gmail-Labels: Sent
Content-Length: 12

Thank you
.

{_SEPARATOR}
From: news@list.example
List-Id: <news.list.example>
Date: nonsense
Precedence: bulk
Auto-Submitted: auto-generated

Read this
"""
_EML = """Return-Path: <ada@example.net>
Received: from mx by example.org; Mon, 2 Mar 2026 09:30:00 +0000
From: Ada <ada@example.net>
To: undisclosed-recipients:;
Cc: Group: a@example.org, b@example.org;
Date: 2 Mar 26 09:30 GMT
Subject: Plan
MIME-Version: 1.0

Hello
"""
_CHATS = (
    "23/06/2018, 01:55 p.m. - Ada Okafor: text\nmore of it\n01/07/2018, 1:00 am - Me: <Media "
    "omitted>\n02/07/2018, 1:00 am - Ada Okafor created group “x”\n",
    "\u200e[13.06.23, 21:25:15] ~\u202fAda: \u200e<attached: 00000042-PHOTO-2023.jpg>\n"
    "[14.06.23, 21:25:15] Me: plan.pdf • 14 pages <attached: plan.pdf>\n",
    "٢٣\u200f/٦\u200f/٢٠١٨، ١:٥٥ م - أحمد: مرحبا\n2018. 6. 13. 오후 1:55, 김 : m\n"
    "[2018/6/13 下午1:55:03] 王: m\n6/23/23, 1:55\u202fPM - Bob:Hi\n",
)
_MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
    "SUBJECT,CONTENT,FOLDER\r\n"
    "1,,Dana Okafor,https://x.example/dana,Me,https://x.example/me,2024-01-01 08:00:00 UTC"
    ',,"Hi,\r\n'
    'there",INBOX\r\n'
    "1,,Me,https://x.example/me,Dana Okafor,https://x.example/dana,2024-01-02 08:00:00 UTC,,=1+1,"
    "SENT\r\n2,Plan,Lee,,Me,,not a date,,x,ARCHIVE\r\n"
)

_JOURNALS = (
    '{"tags": {"@dana": 1}, "entries": [{"title": "Lunch with @dana.okafor.", "body": "She rows.", '
    '"date": "2024-03-01", "time": "09:30", "tags": ["@dana", "#calm"], "starred": false}]}',
    "[2024-03-01 09:30] Lunch with @DanaOkafor. *\nShe rows.\n\n"
    "[2024-03-02 08:15:30 PM] Tea #nordic\n",
    '{"metadata": {"version": "1.0"}, "entries": [{"uuid": "A1", "creationDate": '
    '"2024-03-01T22:30:05Z", "timeZone": "Asia/Tokyo", "text": "# Calm\\n\\n@dana '
    '![](dayone-moment://P1)", "tags": ["harbour"], "photos": [{"identifier": "P1", "md5": "0f3c", '
    '"type": "jpeg"}], "starred": true}]}',
)
# The first version of the archive, with every section.
_ARCHIVE = ROOT / "tests" / "golden" / "archive_1.json"


_JRNL = b"""{"tags": {"@ada": 1}, "entries": [{"title": "With @AdaOkafor", "body": "Tea.",
"date": "2024-03-01", "time": "09:30", "tags": ["@AdaOkafor", "@tea"], "starred": false}]}"""
_JRNL_TEXT = b"[2024-03-01 09:30] With @AdaOkafor\nTea.\n\n[2024-03-02 10:00 PM] Again *\n"
_DAYONE = b"""{"metadata":{"version":"1.0"},"entries":[{"uuid":"A1","creationDate":
"2024-03-01T09:30:00Z","timeZone":"Europe\\/Berlin","text":"# Tea\\n@AdaOkafor
![](dayone-moment://P1)","tags":["tea"],"photos":[{"identifier":"P1","md5":"m","type":"jpeg"}]}]}"""


def packed(*members: tuple[str, bytes]) -> bytes:
    """A zip archive with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            # The moment is given, so that the same seed makes the same bytes.
            one = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            one.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(one, data)
    return out.getvalue()


def seeds() -> list[bytes]:
    """Every file to begin from."""
    found = [path.read_bytes() for path in FILES]
    found += [text.encode() for text in (_MBOX, _EML, _MESSAGES, *_CHATS, *_JOURNALS)]
    found.append(_ARCHIVE.read_bytes())
    found += [whole_json(), whole_sql()]
    found.append(packed(("monica.json", whole_json()), ("monica.sql", whole_sql())))
    found.append(_MBOX.replace("\n", "\r\n").encode("utf-16"))
    found.append(
        packed(
            ("Takeout/Mail/All mail.mbox", _MBOX.encode()),
            ("Complete_LinkedInDataExport/messages.csv", _MESSAGES.encode()),
            ("people.vcf", FILES[0].read_bytes()),
        )
    )
    found += [_JRNL, _JRNL_TEXT, _DAYONE, whole_json(), whole_sql()]
    found.append(packed(("_chat.txt", _CHATS[1].encode()), ("IMG-1.jpg", bytes(300))))
    return found


SEEDS = seeds()
