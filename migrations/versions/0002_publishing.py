"""Create campaigns, projects, commissions and activities.

Revision: 0002_publishing
Follows: 0001_directory
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_publishing"
down_revision = "0001_directory"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document_number", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_volunteer_reports_campaign_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_volunteer_reports_campaign_code")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_campaign_starts_on"),
        "volunteer_reports_campaign",
        ["starts_on"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("recruiting_needs", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=100), nullable=False),
        sa.Column("contact_phone", sa.String(length=32), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "finished",
                "cancelled",
                name="projectstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("cancelled_reason", sa.String(length=500), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.String(length=64), nullable=True),
        sa.Column("published_by", sa.String(length=100), nullable=True),
        sa.Column(
            "publication_basis",
            sa.Enum(
                "own",
                "commission",
                "initiative",
                name="publicationbasis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("published_by_office", sa.String(length=100), nullable=True),
        sa.Column("requested_by", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'cancelled') = (cancelled_reason IS NOT NULL)",
            name=op.f("ck_volunteer_reports_project_reason_to_cancel"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'cancelled') OR published_at IS NOT NULL",
            name=op.f("ck_volunteer_reports_project_published_has_time"),
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)",
            name=op.f("ck_volunteer_reports_project_published_by_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_project_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_project_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_project")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_project_campaign_id"),
        "volunteer_reports_project",
        ["campaign_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_project_organization_id"),
        "volunteer_reports_project",
        ["organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_project_status_published_at"),
        "volunteer_reports_project",
        ["status", "published_at"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_project_theme",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["volunteer_reports_project.id"],
            name=op.f("fk_volunteer_reports_project_theme_project_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "code", name=op.f("pk_volunteer_reports_project_theme")
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_project_theme_code"),
        "volunteer_reports_project_theme",
        ["code"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_commission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("office_area_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("requested_by_id", sa.String(length=64), nullable=False),
        sa.Column("requested_by", sa.String(length=100), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "fulfilled",
                "declined",
                "withdrawn",
                name="commissionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (answered_at IS NULL)",
            name=op.f("ck_volunteer_reports_commission_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["office_area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_commission_office_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["volunteer_reports_project.id"],
            name=op.f("fk_volunteer_reports_commission_project_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_commission")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_commission_office_area_id"),
        "volunteer_reports_commission",
        ["office_area_id"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_commission_open",
        "volunteer_reports_commission",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )

    op.create_table(
        "volunteer_reports_activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "cancelled",
                name="activitystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cancelled_reason", sa.String(length=500), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'cancelled') = (cancelled_reason IS NOT NULL)",
            name=op.f("ck_volunteer_reports_activity_reason_to_cancel"),
        ),
        sa.CheckConstraint(
            "capacity IS NULL OR taken <= capacity",
            name=op.f("ck_volunteer_reports_activity_not_oversold"),
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_volunteer_reports_activity_in_order")
        ),
        sa.CheckConstraint(
            "taken >= 0", name=op.f("ck_volunteer_reports_activity_taken_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_activity_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["volunteer_reports_project.id"],
            name=op.f("fk_volunteer_reports_activity_project_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_activity")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_activity_area_id"),
        "volunteer_reports_activity",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_activity_project_id_starts_at"),
        "volunteer_reports_activity",
        ["project_id", "starts_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_activity_starts_at"),
        "volunteer_reports_activity",
        ["starts_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_activity")
    op.drop_table("volunteer_reports_commission")
    op.drop_table("volunteer_reports_project_theme")
    op.drop_table("volunteer_reports_project")
    op.drop_table("volunteer_reports_campaign")
