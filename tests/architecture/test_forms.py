"""What is posted is sent to its command in one way, so that no page loses what was typed."""

import ast
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "bangfu" / "web"
#: The one way itself; filters, which are read from the address; a search without a page of its own.
ELSEWHERE = {
    "forms_base.py",
    "files/forms.py",
    "cases/forms.py",
    "log/forms.py",
    "files/finding.py",
    "cases/finding.py",
}
BY_HAND = {"is_valid", "add_error", "full_clean"}


def test_no_view_judges_a_form_by_hand():
    by_hand = [
        f"{name}:{call.lineno}: {call.func.attr}"
        for path in sorted(WEB.rglob("*.py"))
        if (name := str(path.relative_to(WEB))) not in ELSEWHERE
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in BY_HAND
        and not _of_its_own(call)
    ]
    assert by_hand == [], "\n".join(by_hand)


def _of_its_own(call: ast.Call) -> bool:
    """`self.add_error`: a form that checks its own fields."""
    target = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(target, ast.Name) and target.id == "self"
