"""The real application, with its static files in a folder where a new release can be put."""

import os
from dataclasses import replace
from pathlib import Path

from config import read
from fieldapp.app import create_app

app = create_app(replace(read(), static_dir=Path(os.environ["SOAK_STATIC"])))
