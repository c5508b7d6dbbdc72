"""Colours of pictures can be seen on white."""

from peil.report.chart import svg


def test_colours_stand_out_from_white() -> None:
    for colour in (svg.INK, svg.GREY, svg.BLUE, svg.VERMILION):
        assert contrast(colour) >= 4.5
    assert contrast(svg.SLATE) >= 3.0


def contrast(colour: str) -> float:
    """Contrast with white, by WCAG 2.2."""
    parts_ = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts_]
    return 1.05 / (0.05 + sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
