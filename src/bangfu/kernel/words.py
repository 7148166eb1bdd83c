"""Stored values with what people call them; pure, so that rules may use them."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from .phrases import phrase


class Word(StrEnum):
    """A stored value with the label that people read, in their language when it is asked for."""

    source: str

    def __new__(cls, value: str, source: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.source = source
        return word

    @property
    def label(self) -> str:
        return phrase(self.source)
