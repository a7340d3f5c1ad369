"""Limit the guessing of claim codes, import volunteers from spreadsheets.

Revision: 0013_volunteers
Follows: 0012_moves
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_volunteers"
down_revision = "0012_moves"
branch_labels = None
depends_on = None

ATTEMPT = "volunteer_reports_claim_attempt"
IMPORT = "volunteer_reports_volunteer_import"
ROW = "volunteer_reports_import_row"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        ATTEMPT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ATTEMPT}")),
        sa.UniqueConstraint(
            "person_id", "day", "number", name=op.f(f"uq_{ATTEMPT}_person_id_day_number")
        ),
    )

    op.create_table(
        IMPORT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            _one_of("importstate", "reading", "read", "importing", "imported", "unreadable"),
            nullable=False,
        ),
        sa.Column("problem", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.String(length=100), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state = 'reading' OR content IS NULL", name=op.f(f"ck_{IMPORT}_content_is_forgotten")
        ),
        sa.CheckConstraint(
            "(state = 'unreadable') = (problem IS NOT NULL)", name=op.f(f"ck_{IMPORT}_problem")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f(f"fk_{IMPORT}_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{IMPORT}")),
    )
    op.create_index(
        op.f(f"ix_{IMPORT}_organization_id_uploaded_at"),
        IMPORT,
        ["organization_id", "uploaded_at"],
        unique=False,
    )

    op.create_table(
        ROW,
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "verdict", _one_of("verdict", "new", "changed", "known", "wrong"), nullable=False
        ),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], [f"{IMPORT}.id"], name=op.f(f"fk_{ROW}_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f(f"pk_{ROW}")),
    )
    op.create_index(
        op.f(f"ix_{ROW}_import_id_verdict_done_number"),
        ROW,
        ["import_id", "verdict", "done", "number"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table(ROW)
    op.drop_table(IMPORT)
    op.drop_table(ATTEMPT)
