"""A name says what the thing is: `found` and its like say only that somebody looked."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "bangfu"
SAY_NOTHING = {"found", "one", "made", "given", "said"}
MOST_SHARE = 0.01
WORST = 15


def assigned(module: ast.Module) -> Iterator[str]:
    """Names that code gives: variables, and the parameters of functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def names_by_file() -> dict[str, list[str]]:
    return {
        str(path.relative_to(SOURCE)): list(assigned(ast.parse(path.read_text("utf-8"))))
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts  # frozen text
    }


def test_few_names_say_nothing():
    files = names_by_file()
    empty = Counter(
        {name: sum(map(SAY_NOTHING.__contains__, names)) for name, names in files.items()}
    )
    share = empty.total() / sum(len(names) for names in files.values())
    worst = "\n".join(f"{count:4} {name}" for name, count in empty.most_common(WORST) if count)
    assert share < MOST_SHARE, f"{share:.1%} of the names say nothing, most of them in\n{worst}"
