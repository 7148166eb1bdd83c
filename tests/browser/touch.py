"""What a finger meets on a page: measured by asking what lies there, not by what was written."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

#: WCAG 2.2, 2.5.5. Counted from the middle in steps of half a pixel, so half of one may be missing.
LEAST = 44
#: iPhones zoom into an input of smaller type.
LEAST_TYPE = 16

#: Steps from the middle of each, upwards and sideways, until something else would be touched; what is
#: shut opens for it. A drawing's parts are left out: the table below it leads to the same.
TOUCHED = """(least) => {
  const all = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  const touched = [];
  const meets = (one, x, y) => {
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return true;
    const hit = document.elementFromPoint(x, y);
    return hit !== null && [one, ...(one.labels ?? [])].some(part => part.contains(hit));
  };
  const measure = (one) => {
    if (!one.checkVisibility({checkVisibilityCSS: true}) || one.disabled) return;
    if (one.closest('.skip, svg')) return;
    one.scrollIntoView({block: 'center', inline: 'center'});
    const box = one.getClientRects()[0];
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const reach = (dx, dy) => {
      let far = 0;
      while (far < least && meets(one, x + dx * (far + .5), y + dy * (far + .5))) far += .5;
      return far;
    };
    const wide = reach(1, 0) + reach(-1, 0) + .5, high = reach(0, 1) + reach(0, -1) + .5;
    const type = one.matches('select, textarea, input:not([type=checkbox], [type=radio])')
      ? parseFloat(getComputedStyle(one).fontSize) : null;
    touched.push([one.outerHTML.slice(0, 90), wide, high, type]);
  };
  for (const one of document.querySelectorAll(all)) measure(one);
  for (const shut of document.querySelectorAll('details:not([open])')) {
    shut.open = true;
    for (const one of shut.querySelectorAll(all)) if (!one.matches('summary')) measure(one);
    shut.open = false;
  }
  scrollTo(0, 0);
  return touched;
}"""

#: Whether what has the focus can be seen: its middle lies under nothing that is fixed.
COVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (one === document.body || !box.width) return false;
  const there = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return there === null || (there.closest('.tabs, thead') !== null && !one.closest('.tabs, thead'));
}"""


def touched(page: Page) -> list[list[Any]]:
    """Each thing that can be touched: its beginning, width and height in px, size of type or None."""
    return page.evaluate(TOUCHED, LEAST)  # type: ignore[no-any-return]


def too_small(page: Page) -> list[list[Any]]:
    return [
        one
        for one in touched(page)
        if min(one[1], one[2]) < LEAST - 0.5 or (one[3] is not None and one[3] < LEAST_TYPE)
    ]


def has_covered_focus(page: Page) -> bool:
    return bool(page.evaluate(COVERED))
