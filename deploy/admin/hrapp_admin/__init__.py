"""Looks after the appliance: upgrade, roll back, back up, restore, prove, and say how it is. Standard library only."""
