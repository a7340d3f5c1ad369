"""Create jobs and papers.

Revision: 0005_papers
Follows: 0004_reporting
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_papers"
down_revision = "0004_reporting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="jobstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.JSON(), nullable=True),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'running') = (lease_until IS NOT NULL)",
            name=op.f("ck_volunteer_reports_job_leased"),
        ),
        sa.CheckConstraint(
            "progress_done <= progress_total", name=op.f("ck_volunteer_reports_job_progress")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_job_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_job")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_job_area_id"), "volunteer_reports_job", ["area_id"], unique=False
    )
    op.create_index(
        op.f("ix_volunteer_reports_job_status_created_at"),
        "volunteer_reports_job",
        ["status", "created_at"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_job_waiting",
        "volunteer_reports_job",
        ["kind", "key"],
        unique=True,
        sqlite_where=sa.text("status IN ('queued', 'running')"),
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )

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


def downgrade() -> None:
    op.drop_table("volunteer_reports_paper")
    op.drop_table("volunteer_reports_job")
