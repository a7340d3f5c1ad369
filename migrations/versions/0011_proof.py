"""Create consents, check-ins, objections and certificates.

Revision: 0011_proof
Follows: 0010_ledger
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_proof"
down_revision = "0010_ledger"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("given_on_paper", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_consent_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_consent")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_consent_volunteer_id"),
        "volunteer_reports_consent",
        ["volunteer_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_check_in_attempt",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_check_in_attempt_activity_id"),
        ),
        sa.PrimaryKeyConstraint(
            "activity_id", "person_id", name=op.f("pk_volunteer_reports_check_in_attempt")
        ),
    )

    op.create_table(
        "volunteer_reports_check_in_secret",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_check_in_secret_activity_id"),
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_volunteer_reports_check_in_secret")),
    )

    op.create_table(
        "volunteer_reports_check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(), nullable=False),
        sa.Column(
            "check_in_way",
            _one_of("checkway", "code", "ticked", "scanned", "walk_in"),
            nullable=False,
        ),
        sa.Column("check_in_received_at", sa.DateTime(), nullable=False),
        sa.Column("checked_in_by_id", sa.String(length=64), nullable=False),
        sa.Column("checked_in_by", sa.String(length=100), nullable=False),
        sa.Column("checked_out_at", sa.DateTime(), nullable=True),
        sa.Column(
            "check_out_way",
            _one_of("check_out_way", "code", "ticked", "scanned", "walk_in"),
            nullable=True,
        ),
        sa.Column("check_out_id", sa.Uuid(), nullable=True),
        sa.Column("check_out_received_at", sa.DateTime(), nullable=True),
        sa.Column("checked_out_by_id", sa.String(length=64), nullable=True),
        sa.Column("checked_out_by", sa.String(length=100), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_reason", sa.String(length=500), nullable=True),
        sa.Column("closed_by_id", sa.String(length=64), nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(checked_out_at IS NULL) = (check_out_way IS NULL)",
            name=op.f("ck_volunteer_reports_check_in_checked_out_how"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_reason IS NULL)",
            name=op.f("ck_volunteer_reports_check_in_closed_why"),
        ),
        sa.CheckConstraint(
            "checked_out_at IS NULL OR checked_out_at >= checked_in_at",
            name=op.f("ck_volunteer_reports_check_in_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_check_in_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["volunteer_reports_service_record.id"],
            name=op.f("fk_volunteer_reports_check_in_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_check_in_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_check_in")),
        sa.UniqueConstraint(
            "check_out_id", name=op.f("uq_volunteer_reports_check_in_check_out_id")
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_check_in_volunteer_id_checked_in_at"),
        "volunteer_reports_check_in",
        ["volunteer_id", "checked_in_at"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_check_in_open",
        "volunteer_reports_check_in",
        ["activity_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("checked_out_at IS NULL AND closed_at IS NULL"),
        postgresql_where=sa.text("checked_out_at IS NULL AND closed_at IS NULL"),
    )

    op.create_table(
        "volunteer_reports_objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ground",
            _one_of("objectionground", "missing", "too_few", "too_many", "not_me"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column(
            "status",
            _one_of("objectionstatus", "open", "corrected", "explained", "withdrawn"),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.String(length=64), nullable=True),
        sa.Column("answered_by", sa.String(length=100), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(ground = 'missing') = (record_id IS NULL)",
            name=op.f("ck_volunteer_reports_objection_missing_has_no_record"),
        ),
        sa.CheckConstraint(
            "(status = 'open') = (answered_at IS NULL)",
            name=op.f("ck_volunteer_reports_objection_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_objection_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_objection_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["volunteer_reports_service_record.id"],
            name=op.f("fk_volunteer_reports_objection_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_objection_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_objection")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_objection_organization_id_status_due_at"),
        "volunteer_reports_objection",
        ["organization_id", "status", "due_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_objection_record_id"),
        "volunteer_reports_objection",
        ["record_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_objection_volunteer_id"),
        "volunteer_reports_objection",
        ["volunteer_id"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_objection_open",
        "volunteer_reports_objection",
        ["activity_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )

    op.create_table(
        "volunteer_reports_service_certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("check_code", sa.String(length=12), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_by_id", sa.String(length=64), nullable=True),
        sa.Column("revoked_by", sa.String(length=100), nullable=True),
        sa.Column("revoked_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason IS NULL)",
            name=op.f("ck_volunteer_reports_service_certificate_revoked_why"),
        ),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (size IS NULL)",
            name=op.f("ck_volunteer_reports_service_certificate_file"),
        ),
        sa.CheckConstraint(
            "until_on >= from_on", name=op.f("ck_volunteer_reports_service_certificate_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["volunteer_reports_job.id"],
            name=op.f("fk_volunteer_reports_service_certificate_job_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_service_certificate_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_service_certificate")),
        sa.UniqueConstraint(
            "certificate_no", name=op.f("uq_volunteer_reports_service_certificate_certificate_no")
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_certificate_volunteer_id"),
        "volunteer_reports_service_certificate",
        ["volunteer_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_certified_record",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["volunteer_reports_service_certificate.id"],
            name=op.f("fk_volunteer_reports_certified_record_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["volunteer_reports_service_record.id"],
            name=op.f("fk_volunteer_reports_certified_record_record_id"),
        ),
        sa.PrimaryKeyConstraint(
            "certificate_id", "record_id", name=op.f("pk_volunteer_reports_certified_record")
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_certified_record_record_id"),
        "volunteer_reports_certified_record",
        ["record_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_certificate_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_volunteer_reports_certificate_counter")),
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_certificate_counter")
    op.drop_table("volunteer_reports_certified_record")
    op.drop_table("volunteer_reports_service_certificate")
    op.drop_table("volunteer_reports_objection")
    op.drop_table("volunteer_reports_check_in")
    op.drop_table("volunteer_reports_check_in_secret")
    op.drop_table("volunteer_reports_check_in_attempt")
    op.drop_table("volunteer_reports_consent")
