"""What the reference says of roles, duties and routes is what the program obeys."""

import sys
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_the_reference_of_roles_and_routes_is_current():
    """Renewed by `make docs`."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        import roles_and_routes  # noqa: PLC0415 - lies beside the program, not in it
    finally:
        sys.path.remove(str(SCRIPTS))
    assert roles_and_routes.PAGE.read_text("utf-8") == roles_and_routes.reference()
