"""Create the heads of the ledger's chains and the summary rows.

Revision: 0009_summaries
Follows: 0008_office_forms
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_summaries"
down_revision = "0008_office_forms"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_ledger_head",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_ledger_head_organization_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_volunteer_reports_ledger_head")),
    )

    op.create_table(
        "volunteer_reports_hours_summary",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("slice", sa.String(length=72), nullable=False),
        sa.Column("of_area", sa.Boolean(), nullable=False),
        sa.Column("check_in_minutes", sa.BigInteger(), nullable=False),
        sa.Column("other_minutes", sa.BigInteger(), nullable=False),
        sa.Column("service_minutes", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("active_registered", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "check_in_minutes >= 0 AND other_minutes >= 0 AND records >= 0 "
            "AND active_registered >= 0 AND active >= active_registered",
            name=op.f("ck_volunteer_reports_hours_summary_not_negative"),
        ),
        sa.CheckConstraint(
            "service_minutes = check_in_minutes + other_minutes",
            name=op.f("ck_volunteer_reports_hours_summary_service_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_hours_summary_campaign_id"),
        ),
        sa.PrimaryKeyConstraint(
            "owner_id", "campaign_id", "slice", name=op.f("pk_volunteer_reports_hours_summary")
        ),
    )
    op.create_index(
        "ix_volunteer_reports_hours_summary_by_hours",
        "volunteer_reports_hours_summary",
        ["campaign_id", "slice", "service_minutes", "owner_id"],
        unique=False,
        sqlite_where=sa.text("of_area = 0"),
        postgresql_where=sa.text("NOT of_area"),
    )

    op.create_table(
        "volunteer_reports_registration_summary",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "registered >= 0", name=op.f("ck_volunteer_reports_registration_summary_not_negative")
        ),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_volunteer_reports_registration_summary")),
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_registration_summary")
    op.drop_table("volunteer_reports_hours_summary")
    op.drop_table("volunteer_reports_ledger_head")
