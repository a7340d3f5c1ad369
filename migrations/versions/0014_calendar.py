"""Create the secret addresses of volunteers' calendars.

Revision: 0014_calendar
Follows: 0013_volunteers
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_calendar"
down_revision = "0013_volunteers"
branch_labels = None
depends_on = None

TABLE = "volunteer_reports_calendar_address"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(length=43), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f(f"fk_{TABLE}_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("volunteer_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("secret", name=op.f(f"uq_{TABLE}_secret")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
