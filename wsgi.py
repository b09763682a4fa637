"""The application for a WSGI server and for `flask --app wsgi`."""

import gc

from flask import Flask

from config import SettingsError


def _loaded() -> Flask:
    """What is loaded stays for as long as the process: nothing is gained by looking for waste in it."""
    gc.disable()
    try:
        from fieldapp.app import create_app

        return create_app()
    except SettingsError as error:
        raise SystemExit("\n".join(error.faults)) from None
    finally:
        gc.freeze()
        gc.enable()


app = _loaded()
