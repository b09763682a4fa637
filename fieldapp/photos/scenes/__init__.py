"""Evening street scenes for the demo municipality, drawn by code: no real place, person or name."""

from fieldapp.photos.scenes.catalogue import SCENES, scenes_for
from fieldapp.photos.scenes.drawing import draw, fault_area
from fieldapp.photos.scenes.icon import icon
from fieldapp.photos.scenes.scene import AltText, Scene

__all__ = ["SCENES", "AltText", "Scene", "draw", "fault_area", "icon", "scenes_for"]
