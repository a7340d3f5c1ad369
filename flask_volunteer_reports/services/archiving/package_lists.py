"""What is made for a package: its table of contents, the list of errors, media coverage."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from ...domain.archiving import FOLDERS, MEDIA_FOLDER, MEDIA_NAMES, MediaKind
from ...rendering.package import MadeFile, PackedFile
from ...rendering.package_page import contents_page
from ...rendering.workbook import Column, ColumnKind, Sheet, Workbook
from ..queries.package_contents import PackageContents
from .tables import workbook_bytes

CONTENTS = "目录"
ERRORS = "错误清单.txt"
MEDIA = f"{MEDIA_FOLDER}/宣传报道一览表.xlsx"

_COLUMNS = (
    Column("序号", 8, ColumnKind.NUMBER),
    Column("类别", 12),
    Column("日期", 12, ColumnKind.DAY),
    Column("标题", 40),
    Column("单位", 30),
    Column("主题", 20),
    Column("地点", 24),
    Column("文件", 60),
    Column("SHA-256", 66),
)
_MEDIA_COLUMNS = (
    Column("序号", 8, ColumnKind.NUMBER),
    Column("媒体类型", 10),
    Column("日期", 12, ColumnKind.DAY),
    Column("媒体", 20),
    Column("标题", 40),
    Column("单位", 30),
    Column("链接", 50),
    Column("扫描件", 50),
)


def make_lists(contents: PackageContents, unreadable: tuple[PackedFile, ...]) -> Iterator[MadeFile]:
    """Make the lists that stand beside the folders; papers are Chinese, whatever the page's."""
    lost = {file.path for file in unreadable}
    if contents.media:
        yield MadeFile(MEDIA, workbook_bytes(_media_workbook(contents)))
    if unreadable:
        yield MadeFile(ERRORS, _errors(unreadable))
    packed = [file for file in contents.files if file.path not in lost]
    yield MadeFile(f"{CONTENTS}.xlsx", workbook_bytes(_contents_workbook(contents, packed)))
    yield MadeFile(f"{CONTENTS}.html", _page(contents, packed, unreadable))


def class_of(path: str) -> str:
    """Name the class of a file by its folder: 规范文件 and so on."""
    return path.partition("/")[0].lstrip("0123456789")


def _contents_workbook(contents: PackageContents, packed: list[PackedFile]) -> Workbook:
    sheets = [
        Sheet(
            name="目录",
            title=f"{contents.campaign_title} 档案目录",
            subtitle=f"{contents.scope}　{contents.document_number}　共{len(packed)}个文件",
            columns=_COLUMNS,
            rows=tuple(
                (
                    number,
                    class_of(file.path),
                    file.day,
                    file.title,
                    file.owner,
                    file.theme,
                    file.place,
                    file.path,
                    file.sha256,
                )
                for number, file in enumerate(packed, 1)
            ),
            landscape=True,
        )
    ]
    return Workbook(
        title=f"{contents.campaign_title} 档案目录",
        created=contents.last_day,
        sheets=tuple(sheets),
    )


def _media_workbook(contents: PackageContents) -> Workbook:
    sheet = Sheet(
        name="宣传报道",
        title=f"{contents.campaign_title} 宣传报道一览表",
        subtitle=f"{contents.scope}　共{len(contents.media)}条",
        columns=_MEDIA_COLUMNS,
        rows=tuple(
            (
                number,
                MEDIA_NAMES[MediaKind(line.kind)],
                line.day,
                line.outlet,
                line.title,
                line.owner,
                line.link,
                line.path,
            )
            for number, line in enumerate(contents.media, 1)
        ),
        landscape=True,
    )
    return Workbook(title=sheet.title, created=contents.last_day, sheets=(sheet,))


def _errors(unreadable: tuple[PackedFile, ...]) -> bytes:
    lines = [
        "以下文件读取失败，或内容与归档时不一致，未能收入本压缩包。",
        "请在系统中重新上传，或与系统管理员联系，然后重新打包。",
        "",
        *(f"{file.path}　{file.owner}　{file.title}" for file in unreadable),
        "",
    ]
    # With a mark in front, so that the simplest editor of Windows shows Chinese.
    return "\r\n".join(lines).encode("utf-8-sig")


def _page(
    contents: PackageContents, packed: list[PackedFile], unreadable: tuple[PackedFile, ...]
) -> bytes:
    folders = [*FOLDERS.values(), MEDIA_FOLDER]
    groups = [
        (
            class_of(folder),
            [(file, quote(file.path)) for file in packed if file.path.startswith(f"{folder}/")],
        )
        for folder in folders
    ]
    return contents_page(
        title=f"{contents.campaign_title} 档案目录",
        scope=contents.scope,
        document_number=contents.document_number,
        groups=[(name, files) for name, files in groups if files],
        media=[
            (MEDIA_NAMES[MediaKind(line.kind)], line, quote(line.path)) for line in contents.media
        ],
        unreadable=unreadable,
    )
