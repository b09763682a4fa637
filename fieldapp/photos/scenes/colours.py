"""The colours of a Swedish evening, and how to mix them."""

from typing import Final

Colour = str
"""A colour as "#RRGGBB"."""

INK: Final = "#0C1420"
NIGHT: Final = "#070B16"
SILHOUETTE: Final = "#1A2232"
IRON: Final = "#20262E"
IRON_LIGHT: Final = "#4A525C"
STEEL: Final = "#8B949E"
WHITE: Final = "#F4F1E8"
LAMPLIGHT: Final = "#FFE2A3"
LAMP_CORE: Final = "#FFF8E2"
WINDOW: Final = "#F3CB7C"
WINDOW_DIM: Final = "#A98C5C"
WINDOW_DARK: Final = "#262E40"

GRASS: Final = "#3C4A37"
GRASS_NEAR: Final = "#263023"
GRASS_LIT: Final = "#6C7A4B"
GRAVEL: Final = "#8D8270"
GRAVEL_NEAR: Final = "#5C5349"
ASPHALT: Final = "#565860"
ASPHALT_NEAR: Final = "#33353C"
ASPHALT_NEW: Final = "#26282E"
PAVING: Final = "#7C7B7C"
PAVING_NEAR: Final = "#55555A"
CONCRETE: Final = "#A39E93"
EARTH: Final = "#3A2F27"

LEAF_DARK: Final = "#16241F"
LEAF: Final = "#2B4634"
LEAF_LIGHT: Final = "#466540"
LEAF_BRIGHT: Final = "#88A85C"
BARK: Final = "#2A2320"
BARK_LIGHT: Final = "#5B4636"
CUT_WOOD: Final = "#D9B27C"

WOOD: Final = "#9A6A3D"
WOOD_DARK: Final = "#6B4524"
WOOD_LIGHT: Final = "#BC8A57"
WOOD_NEW: Final = "#D0A06A"

RED: Final = "#B5382E"
BRICK: Final = "#63413A"
ORANGE: Final = "#F0702A"
YELLOW: Final = "#FFD24D"
BLUE: Final = "#1F5FA8"
PINK: Final = "#D43A8C"
TEAL: Final = "#2E7F86"
GREEN: Final = "#256B4B"

AUTUMN: Final = ("#D99A3E", "#B8742C", "#8A5524", "#E0B458", "#A4482B")


def parts(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that is ``share`` (0 to 1) of the way from ``first`` to ``second``."""
    mixed = (round(a + (b - a) * share) for a, b in zip(parts(first), parts(second), strict=True))
    return "#" + "".join(f"{value:02X}" for value in mixed)


def darker(colour: Colour, share: float) -> Colour:
    """The same colour nearer to night."""
    return mix(colour, NIGHT, share)


def lighter(colour: Colour, share: float) -> Colour:
    """The same colour nearer to white."""
    return mix(colour, WHITE, share)
