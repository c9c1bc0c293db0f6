"""Builds what a company installs: one signed file with everything in it. `./run bundle`."""
