"""What the offices and a few organizations filed: small files, made by code, always the same."""

from __future__ import annotations

import io
from datetime import date, datetime
from uuid import UUID

from docx import Document
from sqlalchemy import select

from flask_volunteer_reports import Actor
from flask_volunteer_reports.domain.archiving import DocumentClass, MediaKind
from flask_volunteer_reports.models import Area, Campaign, FiledDocument, Organization
from flask_volunteer_reports.rendering.explanation import without_times, write_explanation
from flask_volunteer_reports.services import archiving
from flask_volunteer_reports.services.archiving.drafts import explanation_facts
from flask_volunteer_reports.services.queries.archive import Selection

from .stage import Stage, at

REGULATIONS = (
    ("441300", "", "关于开展“创建全国文明城市·志愿服务在行动”系列活动的通知"),
    ("441302", "", "惠城区志愿服务活动实施方案"),
    ("441303", "", "惠阳区志愿服务工作规范"),
    ("", "441300-01", "图书馆志愿者服务守则"),
    ("", "441302-01", "社区志愿服务队章程"),
)
EXPLANATIONS = (("441302", ""), ("", "441300-01"), ("", "441302-01"))
COVERAGE = (
    (MediaKind.TV, "惠州电视台", "志愿者陪孩子们读绘本", "", 7, 5, "441300-01"),
    (MediaKind.NEWSPAPER, "惠州日报", "周末到社区去：志愿服务进万家", "", 7, 12, "441300-02"),
    (
        MediaKind.WEB,
        "惠州文明网",
        "惠城区开展清洁家园志愿服务",
        "https://example.org/huizhou/1",
        7,
        14,
        "441302",
    ),
    (
        MediaKind.WECHAT,
        "惠州志愿者",
        "这个夏天，他们在街头守护安全",
        "https://example.org/huizhou/2",
        7,
        20,
        "441300",
    ),
    (MediaKind.SMS, "移动短信", "文明交通提示短信", "", 7, 24, "441300"),
)


class Archive:
    """Files, reports in the media, and one hand-over with its receipt."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._session = stage.uow.session
        self._campaign = self._session.get_one(Campaign, stage.campaign_id)

    def fill(self) -> None:
        """Let everything be filed, and the first district hand over."""
        for number, (area, team, title) in enumerate(REGULATIONS):
            moment = at(date(2017, 6, 5 + number), 10)
            content = _notice(title, self._who(area or team)[2], moment)
            self._file(area or team, DocumentClass.REGULATION, title, content, moment)
        for number, (area, team) in enumerate(EXPLANATIONS):
            self._explain(area or team, at(date(2017, 8, 7 + number), 15))
        for kind, outlet, title, link, month, day, code in COVERAGE:
            self._cover(kind, outlet, title, link, date(2017, month, day), code)
        self._hand_over()

    def _who(self, code: str) -> tuple[Actor, archiving.Filer, str]:
        """Return who files for an organization or an area, and its name."""
        city = self._stage.city
        for office in (city.secretariat, *city.districts):
            if office.code == code:
                return office.actor, archiving.Filer(area_id=office.area_id), office.federation
        team = city.team(code)
        return team.manager, archiving.Filer(organization_id=team.id), team.name

    def _file(
        self, code: str, document_class: DocumentClass, title: str, content: bytes, now: datetime
    ) -> FiledDocument:
        actor, filer, _ = self._who(code)
        kept = archiving.keep_upload(
            self._stage.uow, actor, self._stage.storage, io.BytesIO(content), f"{title}.docx"
        )
        entry = archiving.DocumentEntry(document_class=document_class, title=title, file=kept)
        return archiving.file_document(
            self._stage.uow,
            actor,
            self._stage.storage,
            self._stage.campaign_code,
            filer,
            entry,
            document_id=self._stage.ids.new(),
            now=now,
        )

    def _explain(self, code: str, now: datetime) -> None:
        """File what the system drafts."""
        _, filer, name = self._who(code)
        area, own = self._place(filer)
        facts = explanation_facts(self._session, Selection(self._campaign, area, own), now=now)
        title = f"{name}七月志愿服务说明报告"
        self._file(code, DocumentClass.EXPLANATION, title, write_explanation(facts), now)

    def _place(self, filer: archiving.Filer) -> tuple[Area, Organization | None]:
        if filer.area_id:
            return self._session.get_one(Area, filer.area_id), None
        own = self._session.get_one(Organization, filer.organization_id)
        team = self._stage.city.team(own.code)
        return self._session.get_one(Area, team.office.area_id), own

    def _cover(
        self, kind: MediaKind, outlet: str, title: str, link: str, day: date, code: str
    ) -> None:
        actor, filer, _ = self._who(code)
        archiving.enter_media_coverage(
            self._stage.uow,
            actor,
            self._stage.storage,
            self._stage.campaign_code,
            filer,
            archiving.MediaEntry(
                kind=kind, published_on=day, outlet=outlet, title=title, link=link
            ),
            coverage_id=self._stage.ids.new(),
            now=at(day, 17),
        )

    def _hand_over(self) -> None:
        office = self._stage.city.districts[0]
        filed = select(FiledDocument.id).where(FiledDocument.area_id == office.area_id)
        chosen: list[UUID] = list(self._session.scalars(filed))
        row = archiving.hand_over(
            self._stage.uow,
            office.actor,
            self._stage.campaign_code,
            archiving.Filer(area_id=office.area_id),
            chosen,
            "七月的文件。",
            hand_over_id=self._stage.ids.new(),
            now=at(date(2017, 8, 10), 9),
        )
        archiving.receive_hand_over(
            self._stage.uow,
            self._stage.city.secretariat.actor,
            row.id,
            now=at(date(2017, 8, 10), 15),
        )


def _notice(title: str, unit: str, now: datetime) -> bytes:
    """Write a short regulation, as an office would in Word."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = datetime(2017, 6, 1)  # noqa: DTZ001 -- Office files know no zones
    document.add_heading(title, level=0)
    for text in (
        "各志愿服务组织：",
        "为推动志愿服务常态化，现将有关事项明确如下。",
        "一、活动开始前在平台发布项目，写明时间、地点和风险提示。",
        "二、活动结束后十个工作日内如实记录服务时长。",
        "三、每周二下班前报送上一周的活动情况表。",
        f"{unit}　{now.year}年{now.month}月{now.day}日",
    ):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return without_times(out.getvalue())
