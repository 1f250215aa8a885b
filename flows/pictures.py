"""The frame of our pictures: altair specifications, rendered to SVG text without a browser.

Every picture keeps its own margins, and labels are never cut to a measured length: the layout is the same on a machine
without Chinese fonts. Legends stand in the page, not in the picture.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Heiti SC", sans-serif'
INK, QUIET, RULE = "#2b3a42", "#6b7a83", "#dfe5e8"
BLUE, PALE, AMBER, GREY, GREEN = "#2f6690", "#a9c5d8", "#c8842c", "#b9c2c8", "#5b8c6a"
WIDTH, WIDE = 560, 980


def svg(chart: alt.TopLevelMixin, name: str, says: str) -> str:
    """A picture as SVG text that can stand in a page beside others; `says` is read out in its place."""
    text = str(vl_convert.vegalite_to_svg(chart.to_json(), show_warnings=False))
    text = text.replace('id="clip', f'id="{name}-clip').replace("url(#clip", f"url(#{name}-clip")
    start = text.index("<svg")
    escaped = says.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return text[:start] + f'<svg role="img" aria-label="{escaped}"' + text[start + len("<svg") :]


def inline(rows: list[dict[str, Any]]) -> Any:
    """Rows as the data of a picture."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def framed(chart: Any, height: int, left: int, *, width: int = WIDTH, right: int = 62, top: int = 8) -> Any:
    """A picture of `width` with its own margins, `left` of them for the labels of rows, in our colours."""
    return (
        chart.properties(
            width=width - left - right,
            height=height,
            padding={"left": left, "right": right, "top": top, "bottom": 44},
            autosize=alt.AutoSizeParams(type="none"),
        )
        .configure(font=FONTS, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=QUIET,
            labelFontSize=13 if width > WIDTH else 12,
            titleFontSize=13 if width > WIDTH else 12,
            titleFontWeight="normal",
            labelLimit=0,
            labelFlush=False,
            gridColor=RULE,
            domainColor=GREY,
            tickColor=GREY,
        )
    )
