"""Standards: dated local values that rules are judged by, each with its document.

Owns minimum-living standards and minimum wages by place and day, and the State Council's working
days beyond the years the calendar library knows.
Invariant: a value in force is looked up by the household's own code, then city, then province;
000000 (national means) is never in force.
"""
