"""What a document is set from: templates, fonts and icons as set-up lays them out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.documents.protocol_data import ProtocolData
from fieldapp.documents.typst_pdf import protocol_pdf

ROOT = Path(__file__).parents[2]
FONTS, ICONS, TEMPLATES = ROOT / "static/vendor/fonts", ROOT / "static/vendor/icons", ROOT / "templates"
MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 78 46" font-family="\'Noto Sans\', sans-serif">'
    '<rect width="78" height="46" fill="#fff" stroke="#14213a"/><text x="9" y="20">Hagnäsvägen</text></svg>'
)

MakePdf = Callable[[ProtocolData], bytes]


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """A protocol as PDF in Swedish, with a small map."""

    def make(protocol: ProtocolData) -> bytes:
        return protocol_pdf(
            protocol,
            map_svg=MAP,
            translate=str,
            templates_dir=TEMPLATES / "print",
            fonts_dir=FONTS,
            icons_dir=ICONS,
        )

    return make
