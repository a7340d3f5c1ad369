"""Create reports, photos, nil returns and summaries.

Revision: 0004_reporting
Follows: 0003_recording
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_reporting"
down_revision = "0003_recording"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_activity_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("receiving_area_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("week_starts_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("volunteer_count", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "accepted",
                "void",
                name="reportstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.String(length=64), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=False),
        sa.Column("edited_by", sa.String(length=100), nullable=False),
        sa.Column("first_submitted_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_number", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'void') = (void_reason IS NOT NULL)",
            name=op.f("ck_volunteer_reports_activity_report_reason_to_void"),
        ),
        sa.CheckConstraint(
            "status <> 'accepted' OR accepted_number IS NOT NULL",
            name=op.f("ck_volunteer_reports_activity_report_accepted_has_revision"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'void') OR first_submitted_at IS NOT NULL",
            name=op.f("ck_volunteer_reports_activity_report_submitted_has_time"),
        ),
        sa.CheckConstraint(
            "starts_at IS NULL OR ends_at IS NULL OR ends_at > starts_at",
            name=op.f("ck_volunteer_reports_activity_report_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_activity_report_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_activity_report_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_activity_report_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["receiving_area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_activity_report_receiving_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_activity_report")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_activity_report_organization_id"),
        "volunteer_reports_activity_report",
        ["organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_activity_report_receiving_area_id"),
        "volunteer_reports_activity_report",
        ["receiving_area_id"],
        unique=False,
    )
    op.create_index(
        "ix_volunteer_reports_activity_report_week",
        "volunteer_reports_activity_report",
        ["campaign_id", "week_starts_on", "status"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_activity_report_of_activity",
        "volunteer_reports_activity_report",
        ["activity_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'void'"),
        postgresql_where=sa.text("status <> 'void'"),
    )

    op.create_table(
        "volunteer_reports_report_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.String(length=64), nullable=False),
        sa.Column("submitted_by", sa.String(length=100), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "pending",
                "returned",
                "accepted",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'pending') = (decided_at IS NULL)",
            name=op.f("ck_volunteer_reports_report_revision_decided"),
        ),
        sa.CheckConstraint(
            "outcome <> 'returned' OR reason IS NOT NULL",
            name=op.f("ck_volunteer_reports_report_revision_reason_to_return"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["volunteer_reports_activity_report.id"],
            name=op.f("fk_volunteer_reports_report_revision_report_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_report_revision")),
        sa.UniqueConstraint(
            "report_id",
            "number",
            name=op.f("uq_volunteer_reports_report_revision_report_id_number"),
        ),
    )

    op.create_table(
        "volunteer_reports_scene_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("upload_sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=64), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("ck_volunteer_reports_scene_photo_reason_to_void"),
        ),
        sa.CheckConstraint("slot IN (1, 2)", name=op.f("ck_volunteer_reports_scene_photo_slot")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["volunteer_reports_activity_report.id"],
            name=op.f("fk_volunteer_reports_scene_photo_report_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_scene_photo")),
    )
    op.create_index(
        "uq_volunteer_reports_scene_photo_standing",
        "volunteer_reports_scene_photo",
        ["report_id", "slot"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )

    op.create_table(
        "volunteer_reports_nil_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("receiving_area_id", sa.Uuid(), nullable=False),
        sa.Column("week_starts_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("filed_by", sa.String(length=100), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("ck_volunteer_reports_nil_return_reason_to_void"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_nil_return_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_nil_return_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["receiving_area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_nil_return_receiving_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_nil_return")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_nil_return_organization_id"),
        "volunteer_reports_nil_return",
        ["organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_nil_return_receiving_area_id"),
        "volunteer_reports_nil_return",
        ["receiving_area_id"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_nil_return_standing",
        "volunteer_reports_nil_return",
        ["campaign_id", "organization_id", "week_starts_on"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )

    op.create_table(
        "volunteer_reports_district_summary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("week_starts_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("filled_by_unit", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_district_summary_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_district_summary_campaign_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_district_summary")),
        sa.UniqueConstraint(
            "campaign_id",
            "area_id",
            "week_starts_on",
            "number",
            name="uq_volunteer_reports_district_summary_number",
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_district_summary_area_id"),
        "volunteer_reports_district_summary",
        ["area_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_district_summary")
    op.drop_table("volunteer_reports_nil_return")
    op.drop_table("volunteer_reports_scene_photo")
    op.drop_table("volunteer_reports_report_revision")
    op.drop_table("volunteer_reports_activity_report")
