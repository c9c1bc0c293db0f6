"""Real machines for the proofs of the appliance: Debian with its own systemd, on systemd-nspawn.

A machine starts in under a second, has a disk of its own (an overlay on a base made once) and, unless told otherwise,
no way out to any network: only the host reaches it. It can be cut off its power, forked and thrown away.
By hand: `python -m tests.rig up box --suite 13`, `python -m tests.rig enter box`. Needs root.
"""
