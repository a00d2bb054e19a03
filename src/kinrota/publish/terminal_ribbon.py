"""The ribbon drawn with letters: what each column of each row holds, with colour and without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kinrota.publish.carers import Carer
from kinrota.publish.cells import centre, cut, pad, plain, width
from kinrota.publish.dates import length_text
from kinrota.publish.pen import Pen
from kinrota.publish.ribbon import DEEDS, AdultRow, Axis, Band, ChildRow, Ribbon

GUTTER = 8
"""Columns for the names at the left; there are 12 where an hour leaves them."""
WIDEST_HOUR = 6
MARKED = 2 * 60
"""Minutes between two hours that are written above the rows."""
FILLS: Mapping[str, str] = {"place": " ", "custody": " ", "alone": ",", "gap": "!"}
# Of the 256 colours, those nearest to the carers' own, in their order: (ground, ink).
CARER_INKS = ((25, 231), (214, 16), (23, 231), (176, 16), (54, 231), (117, 16))
LANES: Mapping[str, str] = {
    "work": ".", "hold": "?", "away": ".", "unknown": "u", "occasion": "x", "routine": "r", "chore": "c",
    "own": "o", "together": "t",
}  # fmt: skip
LANE_WORDS: Mapping[str, str] = {
    "work": "work", "hold": "work that may not happen", "away": "away", "unknown": "unknown", "occasion": "occasion",
    "routine": "routine", "chore": "chore", "own": "own time", "together": "together",
}  # fmt: skip
INKS: Mapping[str, tuple[int, int]] = {
    "place": (252, 240),
    "custody": (250, 238),
    "alone": (229, 58),
    "gap": (124, 231),
}


class Grid(Struct, frozen=True):
    """The columns of a terminal's rows."""

    axis: Axis
    gutter: int
    per_hour: int

    @property
    def columns(self) -> int:
        """Columns of the picture without the names."""
        return (self.axis.last - self.axis.first) * self.per_hour // 60

    def column(self, at: int, *, up: bool = False) -> int:
        """The column of a minute of the row's clock, clipped to the picture; the nearest, or the next."""
        scaled = (min(max(at, self.axis.first), self.axis.last) - self.axis.first) * self.per_hour
        return -(-scaled // 60) if up else (scaled + 30) // 60

    def down(self, at: int) -> int:
        """The last column that begins at or before a minute."""
        return (min(max(at, self.axis.first), self.axis.last) - self.axis.first) * self.per_hour // 60


def grid_for(shown: Ribbon, columns: int) -> Grid:
    """As many columns an hour as fit."""
    axis = axis_for(shown)
    hours = (axis.last - axis.first) // 60
    per_hour = min(max(1, (columns - GUTTER) // hours), WIDEST_HOUR)
    return Grid(axis, min(12, max(GUTTER, columns - hours * per_hour)), per_hour)


def axis_for(shown: Ribbon) -> Axis:
    """The ribbon's clock, with what adults do early and late: here no strips at its ends show the night."""
    lanes = [lane for week in shown.weeks for day in week.days for adult in day.adults for lane in adult.lanes]
    deeds = [lane for lane in lanes if lane.kind in DEEDS]
    first = min([shown.axis.first, *(lane.left // MARKED * MARKED for lane in deeds)])
    last = max([shown.axis.last, *(-(-lane.right // MARKED) * MARKED for lane in deeds)])
    return Axis(first, last)


def hours_line(grid: Grid) -> str:
    """The hours above the rows."""
    step = 2 if grid.per_hour > 1 else 4
    line = [" "] * (grid.columns + 2)
    for hour in grid.axis.hours(step):
        text = str(hour // 60 % 24 or (24 if hour else 0))
        at = grid.column(hour)
        line[at : at + len(text)] = text
    return (" " * grid.gutter + "".join(line).rstrip())[: grid.gutter + grid.columns]


def child_line(row: ChildRow, grid: Grid, pen: Pen) -> str:
    """A child's name and day."""
    cells: list[tuple[Band | None, str]] = [(None, " ")] * grid.columns
    for band in sorted(row.bands, key=lambda one: one.kind == "gap"):
        _paint(cells, band, grid, pen)
    for handover in row.handovers:
        at = grid.column(handover.at)
        if grid.axis.first < handover.at < grid.axis.last and at < grid.columns and width(cells[at][1]) == 1:
            cells[at] = (cells[at][0], "◆")
    return pad(plain(row.name), grid.gutter - 1) + " " + _joined(cells, pen)


def shows(row: AdultRow, grid: Grid) -> bool:
    """Whether an adult has work, is away or does anything that is drawn."""
    return any(sign != " " for sign in _signs(row, grid))


def adult_line(row: AdultRow, grid: Grid, pen: Pen) -> str:
    """An adult's name and what it does, a letter each; what is short still has a column."""
    return pen.dim(pad(plain(row.name), grid.gutter - 1) + " " + "".join(_signs(row, grid)).rstrip())


def _signs(row: AdultRow, grid: Grid) -> list[str]:
    signs = [" "] * grid.columns
    for lane in row.lanes:
        if lane.kind in LANES and lane.right > grid.axis.first and lane.left < grid.axis.last:
            left = min(grid.column(lane.left), grid.columns - 1)
            right = max(grid.column(lane.right), left + 1)
            signs[left:right] = LANES[lane.kind] * (right - left)
    return signs


def _paint(cells: list[tuple[Band | None, str]], band: Band, grid: Grid, pen: Pen) -> None:
    """Lay a band into the cells; a gap takes every column that it touches, so that none is too short to be seen."""
    if band.right <= grid.axis.first or band.left >= grid.axis.last:
        return
    gap = band.kind == "gap"
    left = grid.down(band.left) if gap else grid.column(band.left)
    right = grid.column(band.right, up=True) if gap else grid.column(band.right)
    if right <= left:
        return
    # A sign of two columns takes a cell and leaves an empty one behind it.
    signs: list[str] = []
    for sign in _text(band, right - left, pen):
        if width(sign) == 0 and signs:
            signs[-1] += sign
        else:
            signs.extend([sign] + [""] * (width(sign) - 1))
    cells[left:right] = [(band, sign) for sign in signs]


def _text(band: Band, columns: int, pen: Pen) -> str:
    fill = _fill(band, pen)
    edge = "" if pen.colour or columns == 1 else "|"
    room = columns - len(edge)
    for label in _labels(band):
        if width(label) + 2 <= room:
            around = label if fill in "!/" else f" {label} "
            return edge + centre(around, room, fill)
    letter = band.carer.letter if band.carer else ""
    return edge + (centre(letter, room, fill) if width(letter) <= room else fill * room)


def _fill(band: Band, pen: Pen) -> str:
    if band.ask:
        return "/"
    if band.carer:
        return " " if pen.colour else band.carer.look.fill
    return FILLS[band.kind] if band.kind == "gap" or not pen.colour else " "


def _labels(band: Band) -> Iterable[str]:
    if band.kind == "gap":
        return (f" {length_text(band.span.minutes)} ",)
    name = plain(band.label)
    if band.beside:
        beside = plain(band.beside)
        return (f"{name}, {beside} is at home", f"{name} ({beside})", name)
    return (name, cut(name, 8), cut(name, 5)) if band.carer is None else (name, cut(name, 8))


def _joined(cells: list[tuple[Band | None, str]], pen: Pen) -> str:
    if not pen.colour:
        return "".join(sign for _, sign in cells).rstrip()
    text, run, last = "", "", None
    for band, sign in cells:
        if band is not last:
            text, run, last = text + _inked(last, run, pen), "", band
        run += sign
    return text + _inked(last, run, pen)


def _inked(band: Band | None, run: str, pen: Pen) -> str:
    if band is None:
        return run
    return pen.on(CARER_INKS[band.carer.slot] if band.carer else INKS[band.kind], run)


def legend(ribbon: Ribbon, columns: int, pen: Pen) -> list[str]:
    """Who and what the bands are, as far as they occur, in lines that fit."""
    bands = [band for week in ribbon.weeks for day in week.days for child in day.children for band in child.bands]
    kinds = {band.kind for band in bands}
    seen = {band.carer.id for band in bands if band.carer}
    parts = [_sample(carer, pen) for carer in ribbon.carers.values() if carer.id in seen]
    if any(band.ask for band in bands):
        parts.append(("/// to ask", "/// to ask"))
    if "alone" in kinds:
        meant = " or ".join(dict.fromkeys(band.label for band in bands if band.kind == "alone"))
        parts.append((f",,, {meant}", f"{pen.on(INKS['alone'], '   ' if pen.colour else ',,,')} {meant}"))
    if "gap" in kinds:
        parts.append(("!!! nobody", f"{pen.on(INKS['gap'], '!!!')} nobody"))
    if any(child.handovers for week in ribbon.weeks for day in week.days for child in day.children):
        parts.append(("◆ handover", "◆ handover"))
    return _filled([*parts, *_lane_parts(ribbon, grid_for(ribbon, columns))], columns)


def _lane_parts(ribbon: Ribbon, grid: Grid) -> Iterable[tuple[str, str]]:
    """What the letters of the adults' lines mean, as far as they occur."""
    shown = [row for week in ribbon.weeks for day in week.days for row in day.adults]
    kinds = {lane.kind for row in shown for lane in row.lanes}
    for sign in dict.fromkeys(LANES.values()):
        if any(sign in _signs(row, grid) for row in shown):
            meant = [LANE_WORDS[kind] for kind in LANES if LANES[kind] == sign and kind in kinds]
            text = f"{sign * 3} {' or '.join(meant)}"
            yield text, text


def _filled(parts: Iterable[tuple[str, str]], columns: int) -> list[str]:
    """Parts, each as it reads and as it is inked, side by side as far as they fit."""
    lines: list[str] = []
    taken = 0
    for reads, inked in parts:
        if lines and taken + 2 + width(reads) <= columns:
            lines[-1], taken = f"{lines[-1]}  {inked}", taken + 2 + width(reads)
        else:
            lines.append(inked)
            taken = width(reads)
    return lines


def _sample(carer: Carer, pen: Pen) -> tuple[str, str]:
    sample = centre(carer.letter, 3, " " if pen.colour else carer.look.fill)
    name = cut(plain(carer.name), 12)
    return f"{sample} {name}", f"{pen.on(CARER_INKS[carer.slot], sample)} {name}"
