"""Claims of many sources become one account: situations, what holds of them, where they differ."""

from claimgraph.reconcile.layer import reconcile

__all__ = ["reconcile"]
