"""The page as a browser draws it: on a phone, on a tablet, on paper."""

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.model.people import Adult, Child
from kinrota.model.plan import Verified
from kinrota.publish.page import page

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
Browse = Callable[..., str]


@pytest.fixture(scope="module")
def chromium() -> str:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("no Chromium, and this machine has to try the page in one")
    if path is None:
        pytest.skip("NO CHROMIUM: how the page looks on a phone and on paper was not tried")
    return path


@pytest.fixture
def browse(chromium: str, tmp_path: Path) -> Browse:
    """Open an HTML text with some switches; gives what the browser prints."""

    def run(text: str, *switches: str) -> str:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
            f"--user-data-dir={tmp_path / 'profile'}", *switches, file.as_uri(),
        ]  # fmt: skip
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout

    return run


def framed(text: str, width: int, height: int) -> str:
    """The page in a frame of a device's size, as a browser's own window has a least width, with a measure beside it."""
    return f"""<!doctype html><body style="margin:0">
<iframe id="frame" style="border:0;width:{width}px;height:{height}px" srcdoc="{html.escape(text)}"></iframe>
<script>
onload = () => {{
  const inner = frame.contentDocument, root = inner.documentElement;
  const beyond = [...inner.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > {width} + 1);
  const cut = [...inner.querySelectorAll(".band b, .band span")].filter(e => {{
    const box = e.getBoundingClientRect(), band = e.closest(".band").getBoundingClientRect();
    return box.width && (box.left < band.left - 1 || box.right > band.right + 1);
  }});
  const split = [...inner.querySelectorAll(".duty")].filter(e => e.getClientRects().length > 1).length;
  const names = cut.map(e => e.textContent);
  const low = [...inner.querySelectorAll(".about p")].filter(e => {{
    const told = e.getBoundingClientRect(), day = e.parentElement.querySelector("h3").getBoundingClientRect();
    return told.top < day.bottom - 1 && day.top - told.top > 4;
  }}).length;
  const wide = `wide ${{root.scrollWidth}} beyond ${{beyond.length}}`;
  document.title = `${{wide}} cut ${{names}} split ${{split}} low ${{low}} end`;
}};
</script>"""


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_a_week_needs_no_scrolling_sideways(
    full: Verified, quiet: Verified, browse: Browse, tmp_path: Path, width: int, height: int
) -> None:
    for number, plan in enumerate((full, quiet)):
        text = framed(page(plan), width, height)
        assert f"<title>wide {width} beyond 0 cut  split 0 low 0 end</title>" in browse(text, "--dump-dom")
        shot = tmp_path / f"{number}.png"
        browse(text, f"--screenshot={shot}", f"--window-size={max(width, 500)},{height}")
        assert shot.stat().st_size > 20_000


LONG = {"mia": "Maximiliane-Theodora", "leo": "Wolfeschlegelsteinhausenbergerdorff", "ana": "Ana María de las Mercedes"}


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_long_names_do_not_widen_the_page(named_full: Callable[..., Verified], browse: Browse, width: int) -> None:
    text = framed(page(named_full(**LONG)), width, 844)
    assert f"<title>wide {width} beyond 0 cut  split 0 low 0 end" in browse(text, "--dump-dom")


def printed(browse: Browse, tmp_path: Path, verified: Verified) -> int:
    pdf = tmp_path / "plan.pdf"
    browse(page(verified), f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    return pages_of(pdf.read_bytes())


def test_a_week_is_a_page_on_paper_and_what_is_said_of_it_another(
    full: Verified, fortnight: Verified, browse: Browse, tmp_path: Path
) -> None:
    assert printed(browse, tmp_path, full) == 2
    assert printed(browse, tmp_path, fortnight) == 4


def test_a_large_familys_week_is_still_a_page(verified: Verified, browse: Browse, tmp_path: Path) -> None:
    week, plan = verified.week, verified.plan
    children = tuple(Child(f"c{at}", f"Child {at}", stage="6-7") for at in range(6))
    adults = tuple(Adult(f"a{at}", f"Adult {at}") for at in range(4))
    home = replace(week.household, children=children, adults=(*week.household.adults, *adults))
    large = replace(
        plan,
        children={child.id: plan.children["mia"] for child in children},
        adults={**plan.adults, **{adult.id: plan.adults["ana"] for adult in adults}},
    )
    assert printed(browse, tmp_path, Verified(replace(week, household=home), large)) == 2


def test_long_names_do_not_lengthen_a_week_on_paper(
    named: Callable[..., Verified], browse: Browse, tmp_path: Path
) -> None:
    assert printed(browse, tmp_path, named(**LONG, ben="Benedikt Emanuel Maria")) == 2
