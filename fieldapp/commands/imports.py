"""flask fieldapp owners|areas|categories import FILE, owners|areas export FILE: a municipality's own."""

from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services import exports, imports
from fieldapp.services.imports import Fault, Imported, Refused

_WORDS = {
    "columns-missing": "the heading lacks: {names}",
    "not-a-table": "this is not a CSV table",
    "file-too-large": "the file is larger than {most} MB",
    "not-utf-8": "the text is not UTF-8; save the file as UTF-8",
    "nothing-in-it": "there is nothing in the file",
    "too-many-rows": "more than {most} rows",
    "not-geojson": "this is not a GeoJSON feature collection",
    "not-a-polygon": "the shape is not a polygon",
    "not-degrees": "the coordinates are not degrees (longitude first, WGS 84)",
    "empty": "{field} is empty",
    "too-long": "{field} is too long",
    "unknown": "{field} is not one we know",
    "unknown-owner": "no owner has the code {value!r}; import owners first",
    "unknown-kind": "kind {value!r} is not owner, district, tunnel, bridge or station",
    "unknown-code": "no category or subcategory has the code {value!r}",
    "not-a-code": "{field} must be small letters, digits and hyphens",
    "not-an-email": "{field} is not an e-mail address",
    "not-a-phone": "{field} is not a telephone number",
    "email-needed": "an owner who answers by link needs an email",
    "not-yes-or-no": "{field} is {value!r}, not yes or no",
    "not-an-absence": "{field}: {value!r} is not like 2026-07-06/2026-08-02 eva@example.se Eva",
    "not-a-rank": "rank is {value!r}, not a number from 1 to 9999",
}

owner_commands = AppGroup("owners", help="Whoever must answer.")
area_commands = AppGroup("areas", help="What is whose ground.")
category_commands = AppGroup("categories", help="The municipality's names for what is seen.")
for _group in (owner_commands, area_commands, category_commands):
    fieldapp_commands.add_command(_group)
_NEW_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@owner_commands.command("import")
@_FILE
def import_owners(file: Path) -> None:
    """CSV: code, class, name; maybe company, email, phone, language, receives, own_system, head_name,
    head_email, external, default, active, absences. Columns that are not there stay as they are."""
    _run(file, imports.import_owners)


@owner_commands.command("export")
@_NEW_FILE
def export_owners(file: Path) -> None:
    """CSV with all owners, as `import` reads it. It holds names and addresses of people."""
    file.write_bytes(exports.owners_csv())


@area_commands.command("import")
@_FILE
def import_areas(file: Path) -> None:
    """GeoJSON polygons with the properties name, owner (a code), kind, rank."""
    _run(file, imports.import_areas)


@area_commands.command("export")
@_NEW_FILE
def export_areas(file: Path) -> None:
    """GeoJSON with all areas, as `import` reads it."""
    file.write_bytes(exports.areas_geojson())


@category_commands.command("import")
@_FILE
def import_categories(file: Path) -> None:
    """CSV: code, sv, fi, en and maybe short_sv, short_fi, short_en, enabled."""
    _run(file, imports.import_categories)


def _run(file: Path, take: Callable[[bytes], Imported]) -> None:
    try:
        done = take(file.read_bytes())
    except Refused as refused:
        for fault in refused.faults:
            click.echo(
                f"{file.name}{f', row {fault.row}' if fault.row else ''}: {_sentence(fault)}", err=True
            )
        raise click.ClickException("nothing was imported") from refused
    say(f"{done.added} new, {done.changed} changed" + (f", {done.same} as before" if done.same else ""))


def _sentence(fault: Fault) -> str:
    return _WORDS.get(fault.code, fault.code).format(**{"field": "", "value": "", **fault.values})
