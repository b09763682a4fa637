"""What an uploaded picture may be and what reading it may cost, as data (sizes `_bytes`, edges in pixels)."""

from enum import StrEnum
from typing import NamedTuple

KIB = 1024
MIB = 1024 * KIB

UPLOAD_MAX_BYTES = 25 * MIB
RANGE_MAX_BYTES = 256 * KIB

PIXELS_MAX = 50_000_000
EDGE_MAX = 16_000
# What the decoder would have to unpack, known from the header: a 400 KB PNG can hold 400 MB of pixels.
UNPACKED_MAX_BYTES = 256 * MIB
PROFILE_MAX_BYTES = 64 * KIB

LARGE_EDGE = 2016
PRINT_EDGE = 800
SMALL_EDGE = 400
# A JPEG may be decoded at ½, ¼ or ⅛ for free, as long as this much is left of the long edge.
DRAFT_LEAST_EDGE = 1920

LARGE_QUALITY = 80
PRINT_QUALITY = 80
SMALL_QUALITY = 75


class Refusal(StrEnum):
    """Why a picture is not taken. Phones know these words: never change one."""

    NOT_A_PHOTO = "not-a-photo"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_LARGE_TO_READ = "too-large-to-read"
    COULD_NOT_READ = "could-not-read"


class ChildLimits(NamedTuple):
    """What one decoder process may use; `wall_s` is the parent's patience, the rest the kernel's."""

    memory_bytes: int = 512 * MIB
    cpu_s: int = 10
    wall_s: float = 60.0


CHILDREN_AT_ONCE = 2
CHILD_FILE_MAX_BYTES = 16 * MIB
CHILD_OPEN_FILES = 32
