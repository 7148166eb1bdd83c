"""What numbers of earlier versions lack beside themselves, drawn from them after migrating: the digest of an
identity number's tail, and whether an account's check digit fits.
"""

from __future__ import annotations

from django.db.models import Q

from bangfu.acts.frame import act, long_work
from bangfu.kernel.cards import luhn_ok
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import SecretKind
from ..models import Secret
from ..sealing import open_sealed, tail_index

AT_ONCE = 5_000
LACKING = Q(kind=SecretKind.ID_NUMBER, tail_index=None) | Q(kind=SecretKind.CARD, check_fits=None)


@long_work(duties.INDEX)
def complete_numbers(*, by: Actor) -> None:
    """Nobody sees a number. Part by part: what is done stands, the rest is found again."""
    while _some_completed(by):
        pass


def _some_completed(by: Actor) -> int:
    with act(duties.INDEX, by, silent="no number is shown to anybody"):
        part = list(Secret.objects.filter(LACKING).order_by("id")[:AT_ONCE])
        for each in part:
            kind = SecretKind(each.kind)
            number = open_sealed(kind, each.pk, each.key_version, bytes(each.sealed))
            if kind is SecretKind.ID_NUMBER:
                each.tail_index = tail_index(number)
            else:
                each.check_fits = luhn_ok(number)
        Secret.objects.bulk_update(part, ["tail_index", "check_fits"], batch_size=1_000)
    return len(part)
