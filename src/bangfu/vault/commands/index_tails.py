"""Give numbers of earlier versions the digest of their tail, by which they are found; after migrating."""

from __future__ import annotations

from bangfu.acts.frame import act, long_work
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import SecretKind
from ..models import Secret
from ..sealing import open_sealed, tail_index

AT_ONCE = 5_000


@long_work(duties.INDEX)
def index_tails(*, by: Actor) -> None:
    """Nobody sees a number. Part by part: what is done stands, the rest is found again."""
    while _some_indexed(by):
        pass


def _some_indexed(by: Actor) -> int:
    kind = SecretKind.ID_NUMBER
    with act(duties.INDEX, by, silent="no number is shown to anybody"):
        waiting = Secret.objects.filter(kind=kind, tail_index=None).order_by("id")[:AT_ONCE]
        part = list(waiting)
        for each in part:
            number = open_sealed(kind, each.pk, each.key_version, bytes(each.sealed))
            each.tail_index = tail_index(number)
        Secret.objects.bulk_update(part, ["tail_index"], batch_size=1_000)
    return len(part)
