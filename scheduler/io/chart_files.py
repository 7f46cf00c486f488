"""A chart as SVG and PNG, in the one style of all of CILT's pictures. What a chart shows stands with its maker."""

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.io.roster_pdf import FONTS

if TYPE_CHECKING:
    import altair as alt

_FONT = "Atkinson Hyperlegible, sans-serif"


def save_chart(chart: "alt.TopLevelMixin", folder: Path, name: str) -> tuple[Path, Path]:
    """Write a chart as ``name.svg`` and ``name.png``, with the font that is shipped; the folder is made if need be."""
    styled = _styled(chart)
    folder.mkdir(parents=True, exist_ok=True)
    svg, png = folder / f"{name}.svg", folder / f"{name}.png"
    for path in (svg, png):
        styled.save(path, ppi=144)
    return svg, png


def svg_of(chart: "alt.TopLevelMixin") -> str:
    """A chart as SVG text, to stand inside a page that brings the font."""
    text = StringIO()
    _styled(chart).save(text, format="svg")
    return text.getvalue()


def _styled(chart: "alt.TopLevelMixin") -> "alt.TopLevelMixin":
    import vl_convert  # noqa: PLC0415 - heavy, and not needed to plan

    vl_convert.register_font_directory(str(FONTS))
    styled: alt.TopLevelMixin = (
        chart.configure(font=_FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(gridColor="#e3e6ea", labelFontSize=12)
        .configure_legend(labelFontSize=12, titleFontSize=12)
        .configure_title(fontSize=15, subtitleFontSize=12)
    )
    return styled
