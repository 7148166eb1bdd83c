"""Organisations: the union tree, who is appointed to what, and this installation's day.

Owns unions and the history of their moves, appointments of officers, and the one row that says
whether this is a demo and what day it is. Territory follows 上级编码; 系统 is a property of its own.
Invariant: every union carries the ids of its ancestors (tier1..tier6, its own last), and no
appointment holds a machine role.
"""
