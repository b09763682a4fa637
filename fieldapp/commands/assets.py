"""flask fieldapp assets: third-party files, catalogues and one release of static files, made at set-up."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config import ROOT
from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.photos.scenes import icon

MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
RELEASE = STATIC / "release"
TRANSLATIONS = ROOT / "fieldapp" / "translations"
#: What the browser gets from npm packages: source below node_modules → name below vendor.
FROM_NPM = {
    "idb/build/index.js": "idb.js",
    "idb/build/entry.d.ts": "idb.d.ts",
    "client-zip/index.js": "client-zip.js",
    "client-zip/index.d.ts": "client-zip.d.ts",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "pmtiles/dist/pmtiles.js": "pmtiles.js",
    "protomaps-leaflet/dist/protomaps-leaflet.js": "protomaps-leaflet.js",
    **{
        f"@fontsource/noto-sans/files/noto-sans-latin-{weight}-normal.woff2": f"fonts/noto-{weight}.woff2"
        for weight in (400, 600, 700)
    },
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf": "fonts/NotoSans-Regular.ttf",
    "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf": "fonts/NotoSans-SemiBold.ttf",
    "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf": "fonts/NotoSans-Bold.ttf",
}
_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
ICON_SIZES = (180, 192, 512)
#: What a phone never asks for by itself: fonts and pictures that only the server reads.
ONLY_ON_SERVER = (".ttf",)


@fieldapp_commands.command("assets")
def assets() -> None:
    """Make static/vendor, static/release and the compiled catalogues."""
    copy_vendor()
    compile_catalogues()
    release = make_release()
    say(f"release {release}")


def copy_vendor() -> None:
    """Copy what npm installed to where pages and documents look for it."""
    for source, name in FROM_NPM.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, target)
    icons = VENDOR / "icons"
    icons.mkdir(parents=True, exist_ok=True)
    for name in icon_names():
        shutil.copyfile(MODULES / "lucide-static" / "icons" / f"{name}.svg", icons / f"{name}.svg")
    for own in (STATIC / "icons").glob("*.svg"):
        shutil.copyfile(own, icons / own.name)


def icon_names() -> list[str]:
    """The icons that the project uses, one a line in static/icons/names.txt."""
    return (STATIC / "icons" / "names.txt").read_text(encoding="utf-8").split()


def compile_catalogues() -> None:
    """From each messages.po: messages.mo for the server, a file for scripts, one for the capture app."""
    target = VENDOR / "messages"
    walk = _scripts_of("page/walk.js")
    target.mkdir(parents=True, exist_ok=True)
    (target / "sv.js").write_text("export default {};\n", encoding="utf-8")
    for po in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        language = po.parts[-3]
        with po.open("rb") as file:
            catalogue = read_po(file, locale=language)
        with po.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        for_scripts = {
            message.id if isinstance(message.id, str) else message.id[0]: message.string
            for message in catalogue
            if message.id and any(place.startswith("static/js/") for place, _ in message.locations)
        }
        (target / f"{language}.js").write_text(f"export default {_as_json(for_scripts)};\n", encoding="utf-8")
        on_the_walk = {
            message.id if isinstance(message.id, str) else message.id[0]: message.string
            for message in catalogue
            if message.id and any(place in walk for place, _ in message.locations)
        }
        (target / f"{language}-walk.json").write_text(_as_json(on_the_walk), encoding="utf-8")


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _scripts_of(entry: str) -> set[str]:
    """The scripts that a page begins with, imports now or imports later; names as catalogues have them."""
    found: set[str] = set()
    ahead = [STATIC / "js" / entry]
    while ahead:
        file = ahead.pop()
        name = str(file.relative_to(ROOT))
        if name not in found and file.is_file():
            found.add(name)
            imported = _IMPORT.findall(file.read_text(encoding="utf-8"))
            ahead += [(file.parent / one).resolve() for one in imported if "vendor" not in one]
    return found


def make_release() -> str:
    """One release under static/release: our files minified one by one, vendor files, icons, a list."""
    fresh = STATIC / "release.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for folder in ("css", "js", "vendor"):
        shutil.copytree(
            STATIC / folder, fresh / folder, ignore=shutil.ignore_patterns("*.md", "*.ttf", "*.d.ts")
        )
    (fresh / "icons").mkdir()
    for size in ICON_SIZES:
        icon(size, maskable=False).save(fresh / "icons" / f"icon-{size}.png", optimize=True)
        icon(size, maskable=True).save(fresh / "icons" / f"maskable-{size}.png", optimize=True)
    _minify(fresh)
    files = sorted(str(path.relative_to(fresh)) for path in fresh.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + (fresh / name).read_bytes())
    release = digest.hexdigest()[:12]
    (fresh / "release.json").write_text(json.dumps({"release": release, "files": files}), encoding="utf-8")
    # A server that runs meanwhile misses its files for a moment only.
    old = STATIC / "release.old"
    shutil.rmtree(old, ignore_errors=True)
    if RELEASE.exists():
        RELEASE.rename(old)
    fresh.rename(RELEASE)
    shutil.rmtree(old, ignore_errors=True)
    return release


def _minify(folder: Path) -> None:
    """File by file: modules stay modules, so what runs is what was written."""
    ours = [str(path) for kind in ("js", "css") for path in sorted((folder / kind).rglob(f"*.{kind}"))]
    ours += [str(path) for path in sorted((folder / "vendor" / "messages").glob("*.js"))]
    ours.append(str(folder / "vendor" / "idb.js"))
    subprocess.run(  # noqa: S603
        [
            str(MODULES / ".bin" / "esbuild"),
            *ours,
            "--minify",
            "--target=es2022",
            "--charset=utf8",
            "--log-level=warning",
            "--allow-overwrite",
            f"--outdir={folder}",
            f"--outbase={folder}",
        ],
        check=True,
    )
