"""What the finished city holds, counted."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flask_volunteer_reports.models import (
    Activity,
    ActivityReport,
    Area,
    AuditEntry,
    Base,
    CheckIn,
    Commission,
    DistrictSummary,
    FiledDocument,
    HandOver,
    MediaCoverage,
    NilReturn,
    Objection,
    Organization,
    Pairing,
    Project,
    RoleGrant,
    ScenePhoto,
    ServiceCertificate,
    ServiceEntry,
    ServiceRecord,
    SignUp,
    Volunteer,
)

_TABLES: dict[str, type[Base]] = {
    "区域": Area,
    "志愿服务组织": Organization,
    "结对": Pairing,
    "角色": RoleGrant,
    "志愿者": Volunteer,
    "项目": Project,
    "活动": Activity,
    "委托代发布": Commission,
    "报名": SignUp,
    "签到签退": CheckIn,
    "服务记录": ServiceRecord,
    "时长账目": ServiceEntry,
    "异议": Objection,
    "服务记录证明": ServiceCertificate,
    "情况表（附件1）": ActivityReport,
    "实景图片": ScenePhoto,
    "零报告": NilReturn,
    "汇总表（附件2）": DistrictSummary,
    "归档文件": FiledDocument,
    "宣传报道": MediaCoverage,
    "移交": HandOver,
    "审计记录": AuditEntry,
}


def count_everything(session: Session) -> Iterator[tuple[str, int]]:
    """Count by kind, in the order of the work."""
    for name, table in _TABLES.items():
        yield name, session.scalar(select(func.count()).select_from(table)) or 0
