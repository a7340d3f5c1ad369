"""Create volunteers, sign-ups, name lists and service records.

Revision: 0003_recording
Follows: 0002_publishing
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_recording"
down_revision = "0002_publishing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_volunteer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_no", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_volunteer_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_volunteer")),
        sa.UniqueConstraint(
            "volunteer_no", name=op.f("uq_volunteer_reports_volunteer_volunteer_no")
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_volunteer_organization_id_name"),
        "volunteer_reports_volunteer",
        ["organization_id", "name"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_sign_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(), nullable=False),
        sa.Column("signed_up_by", sa.String(length=64), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_sign_up_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_sign_up_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_sign_up")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_sign_up_volunteer_id"),
        "volunteer_reports_sign_up",
        ["volunteer_id"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_sign_up_standing",
        "volunteer_reports_sign_up",
        ["activity_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )

    op.create_table(
        "volunteer_reports_name_list_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "manual",
                "imported",
                name="recordsource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "confirmed",
                "withdrawn",
                name="entrystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.String(length=64), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_volunteer_reports_name_list_entry_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_name_list_entry_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_name_list_entry_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_name_list_entry")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_name_list_entry_volunteer_id"),
        "volunteer_reports_name_list_entry",
        ["volunteer_id"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_name_list_entry_pending",
        "volunteer_reports_name_list_entry",
        ["activity_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )

    op.create_table(
        "volunteer_reports_service_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("recording_organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "credit",
                "void",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "manual",
                "imported",
                name="recordsource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.String(length=100), nullable=False),
        sa.Column("voids_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(kind = 'credit' AND service_minutes > 0 AND voids_id IS NULL)"
            " OR (kind = 'void' AND service_minutes < 0 AND voids_id IS NOT NULL"
            " AND reason IS NOT NULL)",
            name=op.f("ck_volunteer_reports_service_record_credit_or_void"),
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_volunteer_reports_service_record_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["volunteer_reports_activity.id"],
            name=op.f("fk_volunteer_reports_service_record_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recording_organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_service_record_recording_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["voids_id"],
            ["volunteer_reports_service_record.id"],
            name=op.f("fk_volunteer_reports_service_record_voids_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_service_record_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_service_record")),
        sa.UniqueConstraint("voids_id", name=op.f("uq_volunteer_reports_service_record_voids_id")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_record_activity_id"),
        "volunteer_reports_service_record",
        ["activity_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_record_recording_organization_id"),
        "volunteer_reports_service_record",
        ["recording_organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_record_volunteer_id_starts_at"),
        "volunteer_reports_service_record",
        ["volunteer_id", "starts_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_service_record")
    op.drop_table("volunteer_reports_name_list_entry")
    op.drop_table("volunteer_reports_sign_up")
    op.drop_table("volunteer_reports_volunteer")
