"""Every setting: key, default, unit, meaning. A host sets ``VOLUNTEER_REPORTS_<NAME>``."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from .errors import ConfigurationError

PREFIX = "VOLUNTEER_REPORTS_"
LOCALES = ("zh_Hans_CN", "en")


def _setting(default: Any, meaning: str, *, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"meaning": meaning, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a host may set; the names here are in lower case and without the prefix."""

    url_prefix: str = _setting("/volunteer-reports", "Where the pages are mounted.")
    base_template: str = _setting(
        "volunteer_reports/base.html",
        "The template that our pages extend; it must have the blocks title, head and content.",
    )
    time_zone: str = _setting(
        "Asia/Shanghai",
        "IANA zone of the local day and of times on pages; a campaign has its own.",
    )
    locale: str = _setting(
        "zh_Hans_CN", "Language of pages until a person chooses one.", choices=LOCALES
    )
    bind_key: str | None = _setting(
        None, "Flask-SQLAlchemy bind for our tables; none is the default database."
    )
    storage_folder: str | None = _setting(
        None, "Folder for photos and papers; none is volunteer_reports/ in the instance folder."
    )
    page_size: int = _setting(25, "Rows on one page of a list.")
    longest_summary: int = _setting(5000, "Characters that the summary of a report may have.")
    photo_max_bytes: int = _setting(20 * 1024 * 1024, "Bytes that an uploaded photo may have.")
    photo_max_megapixels: int = _setting(64, "Megapixels that an uploaded photo may have.")
    photo_long_edge: int = _setting(1200, "Pixels of the long edge of a photo as it is kept.")
    photo_quality: int = _setting(85, "JPEG quality of a photo as it is kept, 1 to 95.")
    document_max_bytes: int = _setting(
        50 * 1024 * 1024, "Bytes that a document to be filed may have."
    )
    import_max_bytes: int = _setting(
        20 * 1024 * 1024, "Bytes that a spreadsheet with volunteers may have."
    )
    import_max_rows: int = _setting(100_000, "Rows that a spreadsheet with volunteers may have.")
    consent_wording: str = _setting(
        "本人同意志愿服务组织及其主管的志愿服务联合会为组织志愿服务、记录服务时长和出具志愿服务"
        "记录证明，保存本人的姓名、志愿者编号、联系电话、出生年月和服务记录。未经本人同意，"
        "不公开、不提供给其他人。",
        "What a volunteer agrees to; each consent keeps the words of its day.",
    )
    claim_code_days: int = _setting(
        30, "Days for which a code lasts with which a volunteer says who they are."
    )
    claim_attempts: int = _setting(10, "Wrong codes that one person may type on one day.")
    paper_fonts: tuple[str, ...] = _setting(
        ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "FandolFang"),
        "Font families of the text of the papers, best first: 仿宋 (GB/T 9704).",
    )
    paper_title_fonts: tuple[str, ...] = _setting(
        (
            "方正小标宋简体",
            "FZXiaoBiaoSong-B05S",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05",
            "FandolSong",
        ),
        "Font families of the titles, best first: 小标宋.",
    )
    paper_heading_fonts: tuple[str, ...] = _setting(
        ("黑体", "SimHei", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC"),
        "Font families of annex names and section headings, best first: 黑体.",
    )
    paper_wide_fonts: tuple[str, ...] = _setting(
        ("Noto Serif CJK SC", "Source Han Serif SC", "思源宋体"),
        "Font families for what the others lack, such as 䶮 and 𠮷 in names; one that has them "
        "must be installed.",
    )
    paper_seconds: int = _setting(300, "Seconds that the layout of one file may take.")
    paper_megabytes: int = _setting(2048, "Megabytes of address space for a layout process.")
    paper_processes: int = _setting(
        2, "Layout processes at work at once; never more than the machine has processors."
    )
    paper_variant: str = _setting(
        "pdf/ua-1",
        "The standard that papers claim: PDF/UA-1 (readable for all) or PDF/A-2b (for archives).",
        choices=("pdf/ua-1", "pdf/a-2b"),
    )
    paper_templates: str | None = _setting(
        None,
        "Folder with the host's own forms of the papers, looked in before ours; "
        "<folder>/<area code>/ for one office. See docs/hosts/paper-templates.md.",
    )
    public_url: str | None = _setting(
        None,
        "Address of the site as people reach it, such as https://example.org; papers carry a QR "
        "code with it. None prints none.",
    )
    certificate_tries: int = _setting(
        30,
        "Wrong numbers or codes of certificates that one network address may try in ten minutes.",
    )
    signing_folder: str | None = _setting(
        None,
        "Folder with the offices' certificates, <area code>.p12 and, where it has one, its "
        "passphrase in <area code>.passphrase. None: nobody signs.",
    )
    job_runner: str = _setting(
        "spawn",
        "spawn: a web process starts a worker process when jobs wait; none: the host runs "
        "`flask volunteer-reports work` as a service.",
        choices=("spawn", "none"),
    )
    app: str | None = _setting(
        None, "What a spawned worker passes to `flask --app`; none is the module of the Flask app."
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.time_zone)

    def check_address(self, code: str) -> str:
        """Return where the paper with that code is checked; empty while the site has no address."""
        if not self.public_url:
            return ""
        return f"{self.public_url.rstrip('/')}{self.url_prefix}/check/{code}"

    def certificate_address(self, number: str, code: str) -> str:
        """Return where a certificate is checked; empty while the site has no address."""
        if not self.public_url:
            return ""
        site = f"{self.public_url.rstrip('/')}{self.url_prefix}"
        return f"{site}/certificates/check/{number}/{code}"

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Settings:
        """Read our keys from a Flask configuration.

        Raises:
            ConfigurationError: A key is unknown (the nearest known one is named), or a value is of
                the wrong type or not among the choices.
        """
        fields = {f"{PREFIX}{known.name.upper()}": known for known in dataclasses.fields(cls)}
        values = {}
        for key in (key for key in config if key.startswith(PREFIX)):
            if key not in fields:
                nearest = difflib.get_close_matches(key, fields, n=1, cutoff=0.0)[0]
                raise ConfigurationError(
                    "The setting %(key)s is not known. Did you mean %(nearest)s?",
                    key=key,
                    nearest=nearest,
                )
            values[fields[key].name] = _checked(key, fields[key], config[key])
        settings = cls(**values)
        try:
            _ = settings.zone
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            if not available_timezones():
                raise ConfigurationError(
                    "Neither the system nor Python knows time zones. pip install tzdata."
                ) from error
            raise ConfigurationError(
                "The setting %(key)s names no known time zone: %(value)s.",
                key=f"{PREFIX}TIME_ZONE",
                value=settings.time_zone,
            ) from error
        return settings


def _checked(key: str, known: dataclasses.Field[Any], value: Any) -> Any:
    if isinstance(value, list):
        value = tuple(value)
    kinds: dict[str, tuple[type, ...]] = {
        "str": (str,),
        "int": (int,),
        "str | None": (str, type(None)),
        "tuple[str, ...]": (tuple,),
    }
    kind = kinds[str(known.type)]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ConfigurationError(
            "The setting %(key)s must be of type %(kind)s, not %(value)s.",
            key=key,
            kind=known.type,
            value=repr(value),
        )
    if isinstance(value, int) and value <= 0:
        raise ConfigurationError("The setting %(key)s must be above zero.", key=key)
    choices = known.metadata["choices"]
    if choices and value not in choices:
        raise ConfigurationError(
            "The setting %(key)s must be one of %(choices)s, not %(value)s.",
            key=key,
            choices=", ".join(choices),
            value=repr(value),
        )
    return value
