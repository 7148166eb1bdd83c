"""Measures (统计指标): each figure has one definition, here, with its unit, its meaning and its source.

Pages, exports, the command line and returns read measures; nothing counts the same thing again
(`tests/architecture/test_counted_once.py`). A measure is declared in a module of this package, which
`catalogue` finds by itself: see the recipe in CONTRIBUTING.
"""
