"""Create the table of organizations that came into another area.

Revision: 0012_moves
Follows: 0011_proof
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_moves"
down_revision = "0011_proof"
branch_labels = None
depends_on = None

TABLE = "volunteer_reports_organization_move"


def upgrade() -> None:
    columns = {
        "organization_id": "volunteer_reports_organization.id",
        "from_area_id": "volunteer_reports_area.id",
        "to_area_id": "volunteer_reports_area.id",
    }
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in columns),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [of], name=op.f(f"fk_{TABLE}_{name}"))
            for name, of in columns.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for name in columns:
        op.create_index(op.f(f"ix_{TABLE}_{name}"), TABLE, [name])


def downgrade() -> None:
    op.drop_table(TABLE)
