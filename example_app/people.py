"""The site's own people: who they are, and how they sign in and out.

This is a demonstration: there are no passwords, and everybody can be anyone.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import HiddenField
from wtforms.validators import InputRequired

from flask_volunteer_reports import Actor

from .database import db

blueprint = Blueprint("people", __name__)
login_manager = LoginManager()
login_manager.login_view = "people.sign_in"
login_manager.login_message = "请先选择一个演示身份。"


class User(UserMixin, db.Model):  # type: ignore[misc, name-defined]  # made at run time
    """Somebody who can sign in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    display_name: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(200), default="")
    """What the person may do, for the sign-in page; those without stand not on it."""


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login is not typed
def load_user(user_id: str) -> User | None:
    """Return the person of a session; None for anything that is no number of ours."""
    return db.session.get(User, int(user_id)) if re.fullmatch(r"[0-9]{1,9}", user_id) else None


def find_person(person_id: str) -> Actor | None:
    """Tell the plugin who somebody is, when an id has been typed in to give that person a role."""
    user = load_user(person_id)
    return Actor(str(user.id), user.display_name) if user else None


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """A button on the sign-in page."""

    username = HiddenField(validators=[InputRequired()])


class SignOutForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """The button in the header; nothing but its protection against forgery."""


def init_app(app: Flask) -> None:
    """Set up signing in and out on *app*."""
    login_manager.init_app(app)
    app.register_blueprint(blueprint)
    app.context_processor(
        lambda: {"sign_out_form": SignOutForm() if current_user.is_authenticated else None}
    )


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Offer one person for each role; who is chosen is signed in."""
    form = SignInForm()
    offered = db.session.scalars(select(User).where(User.description != "").order_by(User.id)).all()
    if form.validate_on_submit():
        chosen = next((user for user in offered if user.username == form.username.data), None)
        if chosen is None:
            abort(404)
        login_user(chosen)
        return redirect(_local(request.args.get("next")) or url_for("home"))
    return render_template("sign_in.html", form=form, offered=offered)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    if SignOutForm().validate_on_submit():
        logout_user()
    return redirect(url_for("home"))


def _local(target: str | None) -> str | None:
    """Return *target* when it is a path of this site, as every browser would read it."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    # A browser drops tabs and line ends and takes a backslash for a slash: both can make a “//”.
    if any(character <= " " or character == "\\" for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
