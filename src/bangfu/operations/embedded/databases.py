"""Databases on a server, made and dropped as the owner; also for tests and for restores."""

from __future__ import annotations

import re

import psycopg
from psycopg import sql

from .errors import BadDatabaseName

NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def create_database(maintenance_url: str, name: str, template: str | None = None) -> None:
    """Create a database, as a copy of `template` when one is named (nobody may be using it)."""
    copied = _checked(template or "template1")
    statement = sql.SQL("create database {} template {}").format(_checked(name), copied)
    if template:  # its files as they are: page by page through the log takes twice as long
        statement += sql.SQL(" strategy file_copy")
    _execute(maintenance_url, statement)


def drop_database(maintenance_url: str, name: str) -> None:
    """Drop a database if it exists, whoever is still connected to it."""
    statement = sql.SQL("drop database if exists {}").format(_checked(name))
    try:
        _execute(maintenance_url, statement + sql.SQL(" with (force)"))
    except psycopg.errors.InsufficientPrivilege:
        # Autovacuum is at work there: an owner may not force it away, but a plain drop ends it.
        _execute(maintenance_url, statement)


def _checked(name: str) -> sql.Identifier:
    if not NAME.fullmatch(name):
        raise BadDatabaseName(name)
    return sql.Identifier(name)


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
