"""Certificates: the public check, and what an office does with one."""

from __future__ import annotations

import hashlib
import hmac
import re
from uuid import UUID

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...models import ServiceCertificate
from ...ports import Permission
from ...services import recording
from ...services.queries.certificates import CertificateView, view_of
from ...services.recording.checking import (
    find_by_code,
    find_by_number,
    may_try,
    note_wrong_try,
)
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..forms import ReasonForm

LONGEST = 60


@requires(Permission.ANYONE)
def check() -> ResponseReturnValue:
    """Ask for number and code, and lead to what they say."""
    number, code = (request.args.get(name, "").strip()[:LONGEST] for name in ("number", "code"))
    if number and code:
        return _answer(number, code)
    return _page(None, number, code, 200)


@requires(Permission.ANYONE)
def check_code(number: str, code: str) -> ResponseReturnValue:
    """Show whether the certificate with that number and code is genuine and holds."""
    return _answer(number[:LONGEST], code[:LONGEST])


def _answer(number: str, code: str) -> ResponseReturnValue:
    uow, moment, client = current_unit_of_work(), now(), _client()
    if not may_try(uow, client, now=moment):
        return _page(None, number, code, 429)
    found = find_by_code(uow.session, number, code)
    if found is None:
        note_wrong_try(uow, client, now=moment)
        return _page(None, number, code, 404)
    return _page(view_of(found), number, code, 200)


def _page(
    certificate: CertificateView | None, number: str, code: str, status: int
) -> ResponseReturnValue:
    digest = re.sub(r"\s", "", request.args.get("digest", "")[:200]).lower()
    page = render_template(
        "volunteer_reports/proof/check.html",
        certificate=certificate,
        number=number,
        code=code,
        digest=digest,
        status=status,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _client() -> str:
    """Stand for the network address, which is not kept itself."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, (request.remote_addr or "").encode(), hashlib.sha256).hexdigest()


@requires(Permission.REVOKE_CERTIFICATE)
def certificates() -> ResponseReturnValue:
    """Find a certificate by its number."""
    typed = request.args.get("q", "").strip()[:LONGEST]
    uow = current_unit_of_work()
    found = find_by_number(uow.session, typed) if typed else None
    if found and uow.policy.may(require_actor(), Permission.REVOKE_CERTIFICATE, found):
        return redirect(url_for(".certificate", certificate_id=found.id))
    page = render_template("volunteer_reports/proof/certificates.html", typed=typed)
    return page, 404 if typed else 200


@requires(Permission.REVOKE_CERTIFICATE)
def certificate(certificate_id: UUID) -> ResponseReturnValue:
    """Show a certificate to the office."""
    return _show(certificate_id, ReasonForm(formdata=None))


@requires(Permission.REVOKE_CERTIFICATE)
def revoke(certificate_id: UUID) -> ResponseReturnValue:
    """Revoke it, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        recording.revoke_certificate,
        current_unit_of_work(),
        require_actor(),
        certificate_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The certificate is revoked. Whoever checks it learns so.")
        return redirect(url_for(".certificate", certificate_id=certificate_id))
    return _show(certificate_id, form)


def _show(certificate_id: UUID, form: ReasonForm) -> ResponseReturnValue:
    found = current_unit_of_work().find(
        require_actor(),
        ServiceCertificate,
        certificate_id,
        permission=Permission.REVOKE_CERTIFICATE,
    )
    page = render_template(
        "volunteer_reports/proof/certificate.html",
        certificate=view_of(found),
        revoked_by=found.revoked_by,
        form=form,
    )
    return page, form.status
