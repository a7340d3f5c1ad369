"""Create the register of issued documents in place of the list of papers.

The papers that were listed had neither numbers nor the facts that they were made of: an office
issues them anew. Their files stay where they are.

Revision: 0006_register
Follows: 0005_papers
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_register"
down_revision = "0005_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_document_counter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "weekly_report",
                "annex1",
                "annex2",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "last > 0", name=op.f("ck_volunteer_reports_document_counter_last_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_document_counter_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_document_counter")),
        sa.UniqueConstraint(
            "area_id",
            "kind",
            "year",
            name=op.f("uq_volunteer_reports_document_counter_area_id_kind_year"),
        ),
    )
    op.create_table(
        "volunteer_reports_issued_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "weekly_report",
                "annex1",
                "annex2",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("week_starts_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("template_version", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by_id", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "revision > 0", name=op.f("ck_volunteer_reports_issued_document_revision_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_issued_document_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_issued_document_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_issued_document_office_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_issued_document_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_issued_document")),
        sa.UniqueConstraint("code", name=op.f("uq_volunteer_reports_issued_document_code")),
        sa.UniqueConstraint(
            "number", "revision", name=op.f("uq_volunteer_reports_issued_document_number_revision")
        ),
        sa.UniqueConstraint(
            "office_id",
            "campaign_id",
            "week_starts_on",
            "kind",
            "subject",
            "revision",
            name="uq_volunteer_reports_issued_document_subject",
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_issued_document_area_id"),
        "volunteer_reports_issued_document",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_issued_document_campaign_id_week_starts_on"),
        "volunteer_reports_issued_document",
        ["campaign_id", "week_starts_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_issued_document_issued_at"),
        "volunteer_reports_issued_document",
        ["issued_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_issued_document_office_id"),
        "volunteer_reports_issued_document",
        ["office_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_issued_document_organization_id"),
        "volunteer_reports_issued_document",
        ["organization_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_document_withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["volunteer_reports_issued_document.id"],
            name=op.f("fk_volunteer_reports_document_withdrawal_document_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_document_withdrawal")),
        sa.UniqueConstraint(
            "document_id", name=op.f("uq_volunteer_reports_document_withdrawal_document_id")
        ),
    )
    op.create_table(
        "volunteer_reports_issued_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "pdf",
                "docx",
                "xlsx",
                "signed_pdf",
                "scan_pdf",
                "scan_jpeg",
                name="fileformat",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["volunteer_reports_issued_document.id"],
            name=op.f("fk_volunteer_reports_issued_file_document_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_issued_file")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_issued_file_document_id"),
        "volunteer_reports_issued_file",
        ["document_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_issued_file_sha256"),
        "volunteer_reports_issued_file",
        ["sha256"],
        unique=False,
    )

    op.drop_table("volunteer_reports_paper")
    with op.batch_alter_table("volunteer_reports_area", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "weekly_report_number", sa.String(length=120), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column("annex1_number", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("annex2_number", sa.String(length=120), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("volunteer_reports_area", schema=None) as batch_op:
        batch_op.drop_column("annex2_number")
        batch_op.drop_column("annex1_number")
        batch_op.drop_column("weekly_report_number")

    op.create_table(
        "volunteer_reports_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("week_starts_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annex1",
                "annex2",
                "weekly_report",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_paper_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_paper_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["volunteer_reports_job.id"], name=op.f("fk_volunteer_reports_paper_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_paper_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_paper")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_paper_area_id"),
        "volunteer_reports_paper",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_paper_campaign_id_week_starts_on"),
        "volunteer_reports_paper",
        ["campaign_id", "week_starts_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_paper_job_id"),
        "volunteer_reports_paper",
        ["job_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_paper_organization_id"),
        "volunteer_reports_paper",
        ["organization_id"],
        unique=False,
    )
    op.drop_table("volunteer_reports_issued_file")
    op.drop_table("volunteer_reports_document_withdrawal")

    op.drop_table("volunteer_reports_issued_document")
    op.drop_table("volunteer_reports_document_counter")
