"""Compiles a Typst folder in a process of its own: what Typst remembers of a document ends with it."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

_OUT = "out.pdf"
_FAULT = "fault.json"
_PATIENCE_S = 120


class CompileError(Exception):
    """Typst refused the document, or did not end in time."""


def compile_folder(desk: Path, entry: str, fonts_dir: Path, made_on: datetime) -> bytes:
    """The PDF/A-3a and PDF/UA-1 of `entry` in the folder `desk`, the only one that Typst may read."""
    command = [sys.executable, "-m", "fieldapp.documents.compiler"]
    command += [str(desk / entry), str(fonts_dir.resolve()), made_on.isoformat()]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        subprocess.run(command, env=environment, timeout=_PATIENCE_S, check=False, capture_output=True)
    except subprocess.TimeoutExpired as error:
        raise CompileError("the document took too long") from error
    if (desk / _OUT).is_file():
        return (desk / _OUT).read_bytes()
    fault = desk / _FAULT
    raise CompileError(
        json.loads(fault.read_text("utf-8")) if fault.is_file() else "the compiler ended early"
    )


def main(entry: Path, fonts_dir: str, made_on: datetime) -> int:
    """What the child does: the PDF beside the entry, or why there is none."""
    import typst

    desk = entry.parent
    try:
        pdf = typst.compile(
            str(entry),
            root=str(desk),
            font_paths=[fonts_dir],
            ignore_system_fonts=True,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=made_on,
        )
    except typst.TypstError as fault:
        words = f"{fault.message} {' '.join(fault.hints)}".strip()
        (desk / _FAULT).write_text(json.dumps(words), "utf-8")
        return 1
    (desk / _OUT).write_bytes(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])))
