"""Create the offices' own forms, their checks and their uses; let jobs say what became of them.

Revision: 0008_office_forms
Follows: 0007_archive
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_office_forms"
down_revision = "0007_archive"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("volunteer_reports_job", sa.Column("notes", sa.JSON(), nullable=True))
    op.create_table(
        "volunteer_reports_office_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column(
            "name",
            sa.Enum(
                "annex1.html",
                "annex2.html",
                "style.css",
                "annex1.docx",
                "annex2.docx",
                name="formname",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "number >= 1", name=op.f("ck_volunteer_reports_office_form_number_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_office_form_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_office_form")),
        sa.UniqueConstraint(
            "area_id", "name", "number", name="uq_volunteer_reports_office_form_number"
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_office_form_area_id"),
        "volunteer_reports_office_form",
        ["area_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_form_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("usable", sa.Boolean(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("beside", sa.String(length=64), nullable=False),
        sa.Column("preview_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "usable = (preview_sha256 IS NOT NULL)",
            name=op.f("ck_volunteer_reports_form_check_preview_where_usable"),
        ),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["volunteer_reports_office_form.id"],
            name=op.f("fk_volunteer_reports_form_check_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["volunteer_reports_job.id"],
            name=op.f("fk_volunteer_reports_form_check_job_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_form_check")),
        sa.UniqueConstraint("job_id", name=op.f("uq_volunteer_reports_form_check_job_id")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_form_check_form_id"),
        "volunteer_reports_form_check",
        ["form_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_form_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column(
            "name",
            sa.Enum(
                "annex1.html",
                "annex2.html",
                "style.css",
                "annex1.docx",
                "annex2.docx",
                name="formname",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "number >= 1", name=op.f("ck_volunteer_reports_form_use_number_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_form_use_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["volunteer_reports_office_form.id"],
            name=op.f("fk_volunteer_reports_form_use_form_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_form_use")),
        sa.UniqueConstraint(
            "area_id", "name", "number", name="uq_volunteer_reports_form_use_number"
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_form_use_area_id"),
        "volunteer_reports_form_use",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_form_use_form_id"),
        "volunteer_reports_form_use",
        ["form_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_column("volunteer_reports_job", "notes")
    op.drop_table("volunteer_reports_form_use")
    op.drop_table("volunteer_reports_form_check")
    op.drop_table("volunteer_reports_office_form")
