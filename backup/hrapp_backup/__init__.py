"""Backups of the appliance: make a set, keep it off the box, prove that it restores, bring it back.

Standard library only, run by the box's own Python. What works on a set knows no engine: `engine.py` says what an
engine must do, `restic.py` does it. Everything takes a `Box`, so it runs against a folder as well as a server.
"""
