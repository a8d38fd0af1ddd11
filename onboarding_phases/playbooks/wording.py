"""Words that prescribe order and method to a firm's staff. Needs no database.

Notice 37 of the Ministry of Labour (1986) draws the line between work that a firm does on its own responsibility and
people who are lent out: whoever takes the work alone directs how, when, where and by whom it is done. A template
asks for outcomes; what reads like an order to the firm's people is warned about, and never refused: the words are
a sign, not a proof.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from onboarding_phases.playbooks.enums import Prescription, TaskSide
from onboarding_phases.playbooks.values import PlaybookText, TaskText, Text

_CLIENT = r"(?:our|the vendor'?s|the client'?s)"
_PATTERNS: Mapping[Prescription, tuple[str, ...]] = {
    Prescription.ORDER: (
        r"の順(?:番|序)?(?:に|で|通り|どおり|を守)",
        r"順(?:番|序)(?:に|を守|通り|どおり)",
        r"必ず.{0,20}(?:してから|した後|の後に|の前に|に先立)",
        r"\bin (?:exactly |strictly )?(?:this|that|the following|the given|the prescribed) (?:order|sequence)\b",
        r"\b(?:must|shall|always) .{0,60}\b(?:before|after|first)\b",
    ),
    Prescription.METHOD: (
        r"(?:手順書?|マニュアル|方法|やり方)(?:の(?:とお|通)り|通り|どおり|に(?:従|したが|沿|そ|則)|を守)",
        r"(?:次|以下|下記|指定|所定)の(?:方法|手順|やり方|ツール)(?:で|により|に)",
        r"必ず.{0,20}(?:使う|使い|使って|使用|用い)",
        r"\b(?:follow|following|according to|as per|by) (?:the|our) (?:manual|procedure|script|method)s?\b",
        r"\bexactly as (?:described|shown|told|written|instructed)\b",
        r"\b(?:must|shall|always) use\b",
    ),
    Prescription.COMMAND: (
        r"(?:指示|命令|指揮)(?:に(?:従|したが|基づ|よ)|を(?:受け|仰|守)|どおり|通り|の(?:とお|通)り|の(?:もと|下))",
        r"指揮命令",
        r"(?:許可|承諾)を(?:得|取|もら|受け)(?:て|っ|る|た)",
        r"\b(?:as|when|if) (?:instructed|directed|ordered|told) by\b",
        rf"\bunder {_CLIENT} (?:direction|supervision|instructions?|control|command)\b",
        rf"\b(?:follow|obey|carry out|act on) {_CLIENT} (?:orders?|instructions?|directions?)\b",
        rf"\b(?:report (?:daily |weekly )?to|get permission from) {_CLIENT}\b",
    ),
    Prescription.HOURS: (
        r"(?:出社|出勤|待機|勤務|残業)(?:し|する|せよ|を命)",
        r"\d{1,2}(?:時|:\d\d)(?:\d{1,2}分)?(?:まで|から).{0,10}(?:出社|出勤|始業|着席|待機|作業|勤務)",
        r"休憩(?:を取|は\d)",
        r"\b(?:come in|arrive|be (?:there|present|online|at your desk))\b.{0,30}\b(?:by|at|before|from) \d",
        r"\bwork(?:s|ing)? (?:from )?\d{1,2}(?::\d\d)?\s?(?:am|pm)? ?(?:to|until|-)",
        r"\b(?:work|do) overtime\b",
        rf"\bduring {_CLIENT} (?:office|working|business) hours\b",
    ),
    Prescription.PLACE: (
        r"常駐",
        r"(?:当社|弊社|自社|依頼元)の?(?:オフィス|事務所|社内|会議室|席)(?:で|にて|に).{0,8}(?:作業|実施|勤務|行)",
        rf"\b(?:work|sit|do it|done) (?:at|in|from) {_CLIENT} (?:office|premises|desk)s?\b",
    ),
    Prescription.PEOPLE: (
        r"(?:担当者|コンサルタント|要員)を(?:指名|変更|交代|交替)",
        r"(?:さん|氏)が.{0,20}(?:する|行う|担当|実施)",
        r"\b(?:assign|name|replace|swap) (?:the |a |your |another )?(?:consultant|member of staff|person)\b",
        r"\b(?:mr|ms|mrs)\.? \w+ (?:does|must|shall|will)\b",
    ),
}
_COMPILED = {kind: [re.compile(one) for one in patterns] for kind, patterns in _PATTERNS.items()}


@dataclass(frozen=True)
class Finding:
    """What a text prescribes, and the words that say so."""

    kind: Prescription
    words: str


@dataclass(frozen=True)
class Warned:
    """A text of a playbook with what it prescribes: of the task `key`, or of the phase itself (`what`)."""

    position: int
    key: str | None
    what: str
    locale: str
    text: str
    findings: tuple[Finding, ...]


def prescriptions(text: str) -> tuple[Finding, ...]:
    """What a text prescribes to whoever does the work; one finding for each kind, with the first words of it."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    found = []
    for kind, patterns in _COMPILED.items():
        hit = next((match for one in patterns if (match := one.search(plain))), None)
        if hit:
            found.append(Finding(kind, hit[0]))
    return tuple(found)


def warnings_of(text: PlaybookText) -> list[Warned]:
    """Every text that a firm's staff works by and that prescribes order or method to it."""
    found = []
    for position, phase in enumerate(text.phases, 1):
        for what in ("outcome", "evidence", "acceptance"):
            found += _warned(position, None, what, getattr(phase, what))
        for task in phase.tasks:
            found += warnings_of_task(position, task)
    return found


def warnings_of_task(position: int, task: TaskText) -> list[Warned]:
    """What the title of a task prescribes to a firm; tasks of customer and vendor are nobody's orders to it."""
    return _warned(position, task.key, "title", task.title) if task.side is TaskSide.PARTNER else []


def _warned(position: int, key: str | None, what: str, texts: Text) -> list[Warned]:
    read = ((locale, text, prescriptions(text)) for locale, text in texts.items())
    return [Warned(position, key, what, locale, text, findings) for locale, text, findings in read if findings]
