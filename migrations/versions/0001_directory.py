"""Create areas, organizations, pairings, roles and the audit log.

Revision: 0001_directory
Follows: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_directory"
down_revision = None
branch_labels = ("volunteer_reports",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city",
                "district",
                "subdistrict",
                "community",
                name="arealevel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("path", sa.String(length=160), nullable=False),
        sa.Column("civility_office", sa.String(length=100), nullable=False),
        sa.Column("federation", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(level = 'city') = (parent_id IS NULL)", name=op.f("ck_volunteer_reports_area_parent")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_area_parent_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_area")),
        sa.UniqueConstraint("code", name=op.f("uq_volunteer_reports_area_code")),
        sa.UniqueConstraint("path", name=op.f("uq_volunteer_reports_area_path")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_area_parent_id"),
        "volunteer_reports_area",
        ["parent_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_audit_entry")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_audit_entry_at"),
        "volunteer_reports_audit_entry",
        ["at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_audit_entry_subject_id_at"),
        "volunteer_reports_audit_entry",
        ["subject_id", "at"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_organization",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "affiliation",
            sa.Enum(
                "municipal",
                "district",
                "stationed",
                "subdistrict",
                "social",
                name="affiliation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "unit_team",
                "window_unit",
                "cultural_venue",
                "professional_team",
                "community",
                "party_branch",
                "social",
                name="organizationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "specialty",
            sa.Enum(
                "culture",
                "medical",
                "legal",
                "environment",
                "fire",
                "other",
                name="specialty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("supervising_unit", sa.String(length=200), nullable=False),
        sa.Column("leader_name", sa.String(length=100), nullable=False),
        sa.Column("leader_mobile", sa.String(length=32), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'professional_team') = (specialty IS NOT NULL)",
            name=op.f("ck_volunteer_reports_organization_specialty_of_teams"),
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_organization_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_organization")),
        sa.UniqueConstraint("code", name=op.f("uq_volunteer_reports_organization_code")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_organization_affiliation"),
        "volunteer_reports_organization",
        ["affiliation"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_organization_area_id"),
        "volunteer_reports_organization",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_organization_name"),
        "volunteer_reports_organization",
        ["name"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_pairing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_volunteer_reports_pairing_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_pairing_community_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_pairing_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_pairing")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_pairing_community_id"),
        "volunteer_reports_pairing",
        ["community_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_pairing_organization_id"),
        "volunteer_reports_pairing",
        ["organization_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "city_secretariat",
                "district_office",
                "organization_manager",
                "organization_recorder",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "(organization_id IS NULL) <> (area_id IS NULL)",
            name=op.f("ck_volunteer_reports_role_grant_one_scope"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_volunteer_reports_role_grant_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_role_grant_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_role_grant_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_role_grant")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_role_grant_area_id"),
        "volunteer_reports_role_grant",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_role_grant_organization_id"),
        "volunteer_reports_role_grant",
        ["organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_role_grant_person_id_from_on"),
        "volunteer_reports_role_grant",
        ["person_id", "from_on"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_role_grant")
    op.drop_table("volunteer_reports_pairing")
    op.drop_table("volunteer_reports_organization")
    op.drop_table("volunteer_reports_audit_entry")
    op.drop_table("volunteer_reports_area")
