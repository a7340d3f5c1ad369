"""Let jobs wait for their time, objections claim one; note why a notice stopped, and wrong tries.

Revision: 0015_notices
Follows: 0014_calendar
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_notices"
down_revision = "0014_calendar"
branch_labels = None
depends_on = None

_CLAIM = (
    "(ground = 'missing') = (claimed_starts_at IS NOT NULL)"
    " AND (claimed_starts_at IS NULL) = (claimed_ends_at IS NULL)"
)


def upgrade() -> None:
    with op.batch_alter_table("volunteer_reports_job") as job:
        job.add_column(sa.Column("not_before", sa.DateTime(), nullable=True))

    with op.batch_alter_table("volunteer_reports_objection") as objection:
        objection.add_column(sa.Column("claimed_starts_at", sa.DateTime(), nullable=True))
        objection.add_column(sa.Column("claimed_ends_at", sa.DateTime(), nullable=True))
        objection.create_check_constraint(
            op.f("ck_volunteer_reports_objection_missing_has_time"), _CLAIM
        )

    with op.batch_alter_table("volunteer_reports_name_list_entry") as entry:
        entry.add_column(sa.Column("stopped_reason", sa.String(length=500), nullable=True))
        entry.add_column(sa.Column("stopped_by", sa.String(length=100), nullable=True))

    op.create_table(
        "volunteer_reports_certificate_attempt",
        sa.Column("client", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client", name=op.f("pk_volunteer_reports_certificate_attempt")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_certificate_attempt_first_at"),
        "volunteer_reports_certificate_attempt",
        ["first_at"],
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_certificate_attempt")

    with op.batch_alter_table("volunteer_reports_name_list_entry") as entry:
        entry.drop_column("stopped_by")
        entry.drop_column("stopped_reason")

    with op.batch_alter_table("volunteer_reports_objection") as objection:
        objection.drop_constraint(
            op.f("ck_volunteer_reports_objection_missing_has_time"), type_="check"
        )
        objection.drop_column("claimed_ends_at")
        objection.drop_column("claimed_starts_at")

    with op.batch_alter_table("volunteer_reports_job") as job:
        job.drop_column("not_before")
