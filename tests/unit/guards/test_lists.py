"""A list is read as it was written, whatever stands in a text."""

from pathlib import Path

from bangfu.operations.guarding import lists

CATALOGUE = {
    ("policy", "public.t.scope"): "using (a =\n\tb)",
    ("constraint", 'public.t."odd\tname"'): r"check (a ~ '\n\\t')",
    ("table", "public.t"): "",
}


def test_written_and_read(tmp_path: Path):
    assert lists.shipped_list(18, tmp_path) is None
    lists.write_list(18, CATALOGUE, tmp_path)
    assert lists.shipped_list(18, tmp_path) == CATALOGUE
    lines = lists.list_file(18, tmp_path).read_text("utf-8").splitlines()
    assert len(lines) == len(CATALOGUE)


def test_one_list_one_digest(tmp_path: Path):
    lists.write_list(18, CATALOGUE, tmp_path)
    lists.write_list(17, dict(reversed(CATALOGUE.items())), tmp_path)
    assert lists.digest_of_list(18, tmp_path) == lists.digest_of_list(17, tmp_path)
    lists.write_list(17, {**CATALOGUE, ("table", "public.u"): ""}, tmp_path)
    assert lists.digest_of_list(18, tmp_path) != lists.digest_of_list(17, tmp_path)
