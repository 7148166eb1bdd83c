"""Whatever page shows somebody of a family, that it was looked at is in the log, with whose it was."""

from __future__ import annotations

import pytest

from architecture.test_access import named_patterns, table
from bangfu.audit.models import Entry
from bangfu.scope.actors import acting, operator

from .asking import address, body, signed_in, targets, undone
from .families import FAMILIES
from .sight import OFFICERS, ROLE, everything_in

#: Who a family is: its persons, where they live, how they are called.
WORDS = {
    word
    for family in FAMILIES.values()
    for word in (family.head, family.member, family.phone, family.address)
}
#: Posted for everybody to see; a look at it is nobody's.
FOR_EVERYBODY = {"public_notice"}


def told_since(last: int) -> list[Entry]:
    with acting(operator()):
        return list(Entry.objects.filter(pk__gt=last).exclude(action="acts.refused"))


def reader(route, target) -> str | None:
    return next((who for who in OFFICERS if ROLE[who] in route.roles and target.seen(who)), None)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_page_that_shows_a_family_tells_of_the_look(method, shop):
    wrong, shown = [], 0
    for pattern, one in named_patterns():
        route = table()[pattern]
        if method not in route.methods or route.public:
            continue
        for target in targets(pattern, shop):
            who = reader(route, target)
            if who is None:
                continue
            client = signed_in(who)
            with undone():
                with acting(operator()):
                    last = Entry.objects.latest("id").pk
                sent = body(one.name, target, shop) if method == "POST" else None
                asked = address(one.name, target)
                response = client.post(asked, sent) if method == "POST" else client.get(asked)
                text = everything_in(response)
                if not any(word in text for word in WORDS):
                    continue
                shown += 1
                told = told_since(last)
            if not told:
                wrong.append(f"{method} {pattern} {target.place} by {who}")
            elif not any(each.subject and each.union_id for each in told):
                wrong.append(f"{method} {pattern}: nobody's {[each.action for each in told]}")
    assert shown > (15 if method == "GET" else 2)
    assert not wrong, "\n".join(wrong)
