"""Give volunteers memberships, sign-ups a state, and service records a ledger of entries.

Revision: 0010_ledger
Follows: 0009_summaries
"""

import sqlalchemy as sa
from alembic import op
from flask_volunteer_reports.migrations import to_ledger

revision = "0010_ledger"
down_revision = "0009_summaries"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    before = to_ledger.read(op.get_bind())
    for table in ("service_record", "name_list_entry", "sign_up", "volunteer"):
        op.drop_table(f"volunteer_reports_{table}")
    op.add_column(
        "volunteer_reports_project",
        sa.Column("needs_admission", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("volunteer_reports_project", sa.Column("minimum_age", sa.Integer()))
    op.create_table(
        "volunteer_reports_volunteer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_no", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("born_in", sa.Date(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("claim_code", sa.String(length=12), nullable=True),
        sa.Column("claim_until", sa.DateTime(), nullable=True),
        sa.Column("card_code", sa.String(length=24), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by", sa.String(length=64), nullable=False),
        sa.Column("registered_by_name", sa.String(length=100), nullable=False),
        sa.Column("refused_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(claim_code IS NULL) = (claim_until IS NULL)",
            name=op.f("ck_volunteer_reports_volunteer_claim_until"),
        ),
        sa.CheckConstraint(
            "refused_at IS NULL OR person_id IS NOT NULL",
            name=op.f("ck_volunteer_reports_volunteer_refused_by_self"),
        ),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_volunteer_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_volunteer")),
        sa.UniqueConstraint("card_code", name=op.f("uq_volunteer_reports_volunteer_card_code")),
        sa.UniqueConstraint("claim_code", name=op.f("uq_volunteer_reports_volunteer_claim_code")),
        sa.UniqueConstraint("person_id", name=op.f("uq_volunteer_reports_volunteer_person_id")),
        sa.UniqueConstraint(
            "volunteer_no", name=op.f("uq_volunteer_reports_volunteer_volunteer_no")
        ),
    )
    for first in ("area_id", "name"):
        op.create_index(
            op.f(f"ix_volunteer_reports_volunteer_{first}_volunteer_no"),
            "volunteer_reports_volunteer",
            [first, "volunteer_no"],
        )

    op.create_table(
        "volunteer_reports_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= joined_at",
            name=op.f("ck_volunteer_reports_membership_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_membership_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_membership_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_membership")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_membership_volunteer_id"),
        "volunteer_reports_membership",
        ["volunteer_id"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_membership_standing",
        "volunteer_reports_membership",
        ["organization_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "volunteer_reports_sign_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            _one_of(
                "signupstatus", "applied", "waiting", "admitted", "declined", "cancelled", "no_show"
            ),
            nullable=False,
        ),
        sa.Column("signed_up_at", sa.DateTime(), nullable=False),
        sa.Column("signed_up_by", sa.String(length=64), nullable=False),
        sa.Column("admitted_at", sa.DateTime(), nullable=True),
        sa.Column("admitted_by", sa.String(length=64), nullable=True),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(status IN ('declined', 'cancelled', 'no_show')) = (ended_at IS NOT NULL)",
            name=op.f("ck_volunteer_reports_sign_up_ended"),
        ),
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
        "ix_volunteer_reports_sign_up_open",
        "volunteer_reports_sign_up",
        ["activity_id"],
        unique=False,
        sqlite_where=sa.text("status = 'admitted' AND recorded = 0"),
        postgresql_where=sa.text("status = 'admitted' AND NOT recorded"),
    )
    op.create_index(
        "uq_volunteer_reports_sign_up_standing",
        "volunteer_reports_sign_up",
        ["activity_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('applied', 'waiting', 'admitted', 'no_show')"),
        postgresql_where=sa.text("status IN ('applied', 'waiting', 'admitted', 'no_show')"),
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
            _one_of("recordsource", "check_in", "manual", "imported", "backfill"),
            nullable=False,
        ),
        sa.Column(
            "channel",
            _one_of("channel", "name_list", "code", "organizer", "record_page", "objection"),
            nullable=False,
        ),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            _one_of("entrystate", "pending", "noticed", "confirmed", "withdrawn"),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.String(length=64), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.String(length=64), nullable=True),
        sa.Column("confirmed_by", sa.String(length=100), nullable=True),
        sa.Column("notice_until", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state <> 'noticed' OR notice_until IS NOT NULL",
            name=op.f("ck_volunteer_reports_name_list_entry_noticed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('noticed', 'confirmed') OR confirmed_at IS NOT NULL",
            name=op.f("ck_volunteer_reports_name_list_entry_confirmed"),
        ),
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
        op.f("ix_volunteer_reports_name_list_entry_activity_id"),
        "volunteer_reports_name_list_entry",
        ["activity_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_name_list_entry_state_notice_until"),
        "volunteer_reports_name_list_entry",
        ["state", "notice_until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_name_list_entry_volunteer_id"),
        "volunteer_reports_name_list_entry",
        ["volunteer_id"],
        unique=False,
    )
    op.create_index(
        "uq_volunteer_reports_name_list_entry_waiting",
        "volunteer_reports_name_list_entry",
        ["activity_id", "volunteer_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("state IN ('pending', 'noticed')"),
        postgresql_where=sa.text("state IN ('pending', 'noticed')"),
    )

    op.create_table(
        "volunteer_reports_service_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("themes", sa.String(length=1200), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("check_in_minutes", sa.Integer(), nullable=False),
        sa.Column("other_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "check_in_minutes >= 0 AND other_minutes >= 0",
            name=op.f("ck_volunteer_reports_service_record_not_negative"),
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
            ["area_id"],
            ["volunteer_reports_area.id"],
            name=op.f("fk_volunteer_reports_service_record_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["volunteer_reports_campaign.id"],
            name=op.f("fk_volunteer_reports_service_record_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_service_record_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer_reports_volunteer.id"],
            name=op.f("fk_volunteer_reports_service_record_volunteer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_service_record")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_record_activity_id"),
        "volunteer_reports_service_record",
        ["activity_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_record_organization_id_campaign_id_starts_at"),
        "volunteer_reports_service_record",
        ["organization_id", "campaign_id", "starts_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_record_volunteer_id_starts_at"),
        "volunteer_reports_service_record",
        ["volunteer_id", "starts_at"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_service_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            _one_of("entrykind", "credit", "correction", "void"),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            _one_of("recordsource", "check_in", "manual", "imported", "backfill"),
            nullable=False,
        ),
        sa.Column(
            "channel",
            _one_of("channel", "name_list", "code", "organizer", "record_page", "objection"),
            nullable=False,
        ),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.String(length=64), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(kind = 'credit' AND service_minutes > 0)"
            " OR (kind = 'correction' AND service_minutes <> 0 AND reason <> '')"
            " OR (kind = 'void' AND service_minutes < 0 AND reason <> '')",
            name=op.f("ck_volunteer_reports_service_entry_kind_and_minutes"),
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_volunteer_reports_service_entry_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["volunteer_reports_organization.id"],
            name=op.f("fk_volunteer_reports_service_entry_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["volunteer_reports_service_record.id"],
            name=op.f("fk_volunteer_reports_service_entry_record_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_service_entry")),
        sa.UniqueConstraint(
            "organization_id",
            "sequence",
            name=op.f("uq_volunteer_reports_service_entry_organization_id_sequence"),
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_service_entry_record_id"),
        "volunteer_reports_service_entry",
        ["record_id"],
        unique=False,
    )

    to_ledger.write(op.get_bind(), before)


def downgrade() -> None:
    raise RuntimeError(
        "Older versions cannot hold a ledger of entries. Restore the backup that was made before."
    )
