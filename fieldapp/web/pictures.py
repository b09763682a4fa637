"""Sends a picture that a page may show: its bytes, harmless whatever opens them."""

from flask import send_file
from werkzeug import Response

from fieldapp.services.photo_files import PhotoFile


def send(photo: PhotoFile, cache: str = "no-store") -> Response:
    """The bytes as they lie in the vault; the policy of data comes with every answer (headers.py)."""
    response = send_file(photo.file, mimetype=photo.media_type)
    response.headers["Cache-Control"] = cache
    return response


def send_map(svg: str, cache: str = "no-store") -> Response:
    """A map drawn by us."""
    response = Response(svg, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = cache
    return response
