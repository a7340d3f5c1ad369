"""The site's database; the plugin keeps its tables beside ours."""

from __future__ import annotations

from flask_sqlalchemy import SQLAlchemy

DATABASE = "example.sqlite"
"""The file in the instance folder."""

db = SQLAlchemy()
