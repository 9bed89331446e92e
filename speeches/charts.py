"""The geometry of a small column chart: pure, in the units of an SVG's viewBox."""

from dataclasses import dataclass

WIDTH, HEIGHT, TOP, FOOT = 360, 150, 18, 20
MOST = 40
"""Columns: where there are more years, the latest."""


@dataclass(frozen=True)
class Column:
    """A column with its `part`; coordinates are strings, so that no locale writes them with a comma."""

    label: str
    value: int
    part: int
    x: str
    middle: str
    width: str
    y: str
    height: str
    above: str
    part_y: str
    part_height: str
    told: bool
    """Whether there is room for its label."""


def columns(values: dict[int, int], parts: dict[int, int] | None = None) -> list[Column]:
    """Columns for `values` by year, with no year left out between the first and the last; `parts` are of these."""
    if not values:
        return []
    years = list(range(max(min(values), max(values) - MOST + 1), max(values) + 1))
    step, most, room = min(WIDTH / len(years), 64), max(values.values()) or 1, HEIGHT - TOP - FOOT
    every = 1 + len(years) // 9
    made = []
    for index, year in enumerate(years):
        value, part = values.get(year, 0), (parts or {}).get(year, 0)
        high, low = room * value / most, room * part / most
        x = index * step + step * 0.15
        made.append(
            Column(
                label=str(year),
                value=value,
                part=part,
                x=_told(x),
                middle=_told(x + step * 0.35),
                width=_told(step * 0.7),
                y=_told(HEIGHT - FOOT - high),
                height=_told(high),
                above=_told(HEIGHT - FOOT - high - 4),
                part_y=_told(HEIGHT - FOOT - low),
                part_height=_told(low),
                told=(len(years) - 1 - index) % every == 0,
            )
        )
    return made


def _told(number: float) -> str:
    return f"{number:.1f}"
