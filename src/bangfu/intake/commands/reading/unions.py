"""Which union a row's 所属工会 means, and whether the importing officer may file under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bangfu.documents.tables.readings import Fault
from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.text import solid
from bangfu.organisations.models import Union
from bangfu.scope.models import TIERS
from bangfu.scope.reach import Scope

from ...rules import faults


@dataclass(frozen=True)
class UnionRef:
    id: int
    code: str
    area_code: str
    tiers: tuple[int | None, ...]

    def lies_in(self, scope: Scope, system: str) -> bool:
        """Whether a household of that 系统 under this union is in scope; as the database holds it."""
        if scope.machine:
            return True
        by_tree = scope.union_id is not None and self.tiers[scope.depth - 1] == scope.union_id
        by_system = (
            bool(scope.system)
            and system == scope.system
            and self.tiers[scope.system_depth - 1] == scope.system_union_id
        )
        return by_tree or by_system


class UnionDirectory:
    """All unions by code and by name; a name may stand for several."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.by_id: dict[int, UnionRef] = {}
        self._by_code: dict[str, UnionRef] = {}
        self._by_name: dict[str, list[UnionRef]] = {}
        self._found: dict[
            tuple[str, str], UnionRef | Fault
        ] = {}  # rows name few unions, many times
        for row in Union.objects.values_list("id", "code", "name", "area_code", *TIERS):
            ref = UnionRef(row[0], row[1], row[3], tuple(row[4:]))
            self.by_id[ref.id] = ref
            self._by_code[ref.code] = ref
            self._by_name.setdefault(solid(row[2]), []).append(ref)

    def find(self, written: str, system: str) -> UnionRef | Fault:
        """The one union meant, or why there is none."""
        known = self._found.get((written, system))
        if known is None:
            known = self._found[written, system] = self._find(written, system)
        return known

    def _find(self, written: str, system: str) -> UnionRef | Fault:
        word = solid(written)
        code = self._by_code.get(word)
        named = [code] if code else self._by_name.get(word, [])
        if not named:
            return faults.UNKNOWN_UNION
        reached = [ref for ref in named if ref.lies_in(self._scope, system)]
        if not reached:
            return OUT_OF_SCOPE
        return reached[0] if len(reached) == 1 else _ambiguous(reached)


OUT_OF_SCOPE = Fault(
    "union-out-of-scope",
    mark("该工会不在您的管辖范围内"),
    mark("请核对所属工会；确属其他工会的，请由该工会或其上级导入。"),
)
NO_UNION = Fault("blank", mark("空缺"), mark("请按工会名册填写所属工会的全称或编码。"))


def _ambiguous(candidates: list[UnionRef]) -> Fault:
    codes = "、".join(sorted(ref.code for ref in candidates))
    return Fault(
        "union-ambiguous",
        phrase("工会名册中有 {count} 个同名工会", count=len(candidates)),
        phrase("请改填工会编码：{codes}。", codes=codes),
    )


def placed(
    directory: UnionDirectory, written: str, system: str, filed: Mapping[str, int], file_no: str
) -> UnionRef | Fault:
    """Where a worker row hangs; a blank 所属工会 leaves a filed household where it is."""
    if written:
        return directory.find(written, system)
    if file_no in filed:
        return directory.by_id[filed[file_no]]
    return NO_UNION
