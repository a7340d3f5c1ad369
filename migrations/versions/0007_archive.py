"""Create the archive: filed documents, media coverage, hand-overs, packages.

Revision: 0007_archive
Follows: 0006_register
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_archive"
down_revision = "0006_register"
branch_labels = None
depends_on = None


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"volunteer_reports_{target}.id"],
        name=op.f(f"fk_volunteer_reports_{table}_{column}"),
    )


def upgrade() -> None:
    op.create_table(
        "volunteer_reports_filed_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column(
            "document_class",
            sa.Enum(
                "regulation",
                "explanation",
                "photo",
                "statistics",
                name="documentclass",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pdf",
                "docx",
                "xlsx",
                "jpg",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("filed_by_id", sa.String(length=64), nullable=False),
        sa.Column("filed_by", sa.String(length=100), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("voided_by", sa.String(length=100), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("ck_volunteer_reports_filed_document_reason_to_void"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_volunteer_reports_filed_document_not_empty")),
        _link("filed_document", "area_id", "area"),
        _link("filed_document", "campaign_id", "campaign"),
        _link("filed_document", "organization_id", "organization"),
        _link("filed_document", "replaces_id", "filed_document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_filed_document")),
        sa.UniqueConstraint(
            "replaces_id", name=op.f("uq_volunteer_reports_filed_document_replaces_id")
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_filed_document_area_id"),
        "volunteer_reports_filed_document",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_filed_document_campaign_id_document_class"),
        "volunteer_reports_filed_document",
        ["campaign_id", "document_class"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_filed_document_organization_id"),
        "volunteer_reports_filed_document",
        ["organization_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_hand_over",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("from_area_id", sa.Uuid(), nullable=False),
        sa.Column("from_organization_id", sa.Uuid(), nullable=True),
        sa.Column("to_area_id", sa.Uuid(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(), nullable=False),
        sa.Column("handed_over_by_id", sa.String(length=64), nullable=False),
        sa.Column("handed_over_by", sa.String(length=100), nullable=False),
        _link("hand_over", "campaign_id", "campaign"),
        _link("hand_over", "from_area_id", "area"),
        _link("hand_over", "from_organization_id", "organization"),
        _link("hand_over", "to_area_id", "area"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_hand_over")),
        sa.UniqueConstraint("number", name=op.f("uq_volunteer_reports_hand_over_number")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_hand_over_from_area_id"),
        "volunteer_reports_hand_over",
        ["from_area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_hand_over_from_organization_id"),
        "volunteer_reports_hand_over",
        ["from_organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_hand_over_to_area_id"),
        "volunteer_reports_hand_over",
        ["to_area_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_media_coverage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "tv",
                "radio",
                "newspaper",
                "web",
                "sms",
                "wechat",
                "weibo",
                name="mediakind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("outlet", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "scan_kind",
            sa.Enum(
                "pdf",
                "docx",
                "xlsx",
                "jpg",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("scan_size", sa.Integer(), nullable=True),
        sa.Column("scan_name", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.String(length=64), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("voided_by", sa.String(length=100), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(scan_sha256 IS NULL) = (scan_kind IS NULL) AND "
            "(scan_sha256 IS NULL) = (scan_size IS NULL)",
            name=op.f("ck_volunteer_reports_media_coverage_scan_whole"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("ck_volunteer_reports_media_coverage_reason_to_void"),
        ),
        _link("media_coverage", "area_id", "area"),
        _link("media_coverage", "campaign_id", "campaign"),
        _link("media_coverage", "organization_id", "organization"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_media_coverage")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_media_coverage_area_id"),
        "volunteer_reports_media_coverage",
        ["area_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_media_coverage_campaign_id_published_on"),
        "volunteer_reports_media_coverage",
        ["campaign_id", "published_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_media_coverage_organization_id"),
        "volunteer_reports_media_coverage",
        ["organization_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_package",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("contents_digest", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _link("package", "area_id", "area"),
        _link("package", "campaign_id", "campaign"),
        _link("package", "job_id", "job"),
        _link("package", "organization_id", "organization"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_package")),
        sa.UniqueConstraint("job_id", name=op.f("uq_volunteer_reports_package_job_id")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_package_area_id_contents_digest"),
        "volunteer_reports_package",
        ["area_id", "contents_digest"],
        unique=False,
    )
    op.create_index(
        op.f("ix_volunteer_reports_package_organization_id"),
        "volunteer_reports_package",
        ["organization_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_package_order",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        _link("package_order", "job_id", "job"),
        _link("package_order", "organization_id", "organization"),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_volunteer_reports_package_order")),
    )
    op.create_index(
        op.f("ix_volunteer_reports_package_order_organization_id"),
        "volunteer_reports_package_order",
        ["organization_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_hand_over_entry",
        sa.Column("hand_over_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _link("hand_over_entry", "document_id", "filed_document"),
        _link("hand_over_entry", "hand_over_id", "hand_over"),
        sa.PrimaryKeyConstraint(
            "hand_over_id", "document_id", name=op.f("pk_volunteer_reports_hand_over_entry")
        ),
    )
    op.create_index(
        op.f("ix_volunteer_reports_hand_over_entry_document_id"),
        "volunteer_reports_hand_over_entry",
        ["document_id"],
        unique=False,
    )

    op.create_table(
        "volunteer_reports_hand_over_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hand_over_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "received",
                "returned",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.String(length=64), nullable=False),
        sa.Column("answered_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "(answer = 'received') = (number IS NOT NULL)",
            name=op.f("ck_volunteer_reports_hand_over_receipt_numbered"),
        ),
        sa.CheckConstraint(
            "(answer = 'returned') = (reason IS NOT NULL)",
            name=op.f("ck_volunteer_reports_hand_over_receipt_reason_to_return"),
        ),
        _link("hand_over_receipt", "hand_over_id", "hand_over"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_reports_hand_over_receipt")),
        sa.UniqueConstraint(
            "hand_over_id", name=op.f("uq_volunteer_reports_hand_over_receipt_hand_over_id")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_volunteer_reports_hand_over_receipt_number")),
    )


def downgrade() -> None:
    op.drop_table("volunteer_reports_hand_over_receipt")
    op.drop_table("volunteer_reports_hand_over_entry")
    op.drop_table("volunteer_reports_package_order")
    op.drop_table("volunteer_reports_package")
    op.drop_table("volunteer_reports_media_coverage")
    op.drop_table("volunteer_reports_hand_over")
    op.drop_table("volunteer_reports_filed_document")
