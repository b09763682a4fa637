"""The demo municipality: loaded once, all of it invented, its dates relative to that day."""

from fieldapp.services.demo.links import links
from fieldapp.services.demo.loading import AlreadyInUse, NotTheDemo, load

__all__ = ["AlreadyInUse", "NotTheDemo", "links", "load"]
