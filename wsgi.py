"""The application for a WSGI server and for `flask --app wsgi`."""

from config import SettingsError
from fieldapp.app import create_app

try:
    app = create_app()
except SettingsError as error:
    raise SystemExit("\n".join(error.faults)) from None
