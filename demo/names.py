"""Coined names for customers and people of the demo; none belongs to anybody."""

from __future__ import annotations

import random

_FRONT = [
    "あおぞら",
    "あさなぎ",
    "いずみ野",
    "うみかぜ",
    "おおぞら",
    "かえで",
    "かがり",
    "かすみ野",
    "かなで",
    "きらめき",
    "くすのき",
    "けやき",
    "こだま",
    "こもれび",
    "さくら野",
    "さざんか",
    "しおさい",
    "しらかば",
    "すずかけ",
    "せせらぎ",
    "そよかぜ",
    "たちばな",
    "つきみ",
    "つばさ",
    "とびうめ",
    "なぎさ",
    "なでしこ",
    "はなみずき",
    "はるかぜ",
    "ひだまり",
    "ひなた",
    "ふたば",
    "ほしぞら",
    "ほのか",
    "まつかぜ",
    "みずほ野",
    "みちしるべ",
    "みなも",
    "もみじ",
    "やまびこ",
    "ゆきわり",
    "ゆずりは",
    "よつば",
    "わかくさ",
    "わたつみ",
]
_BACK = {
    "D": ("工務店", "建設", "設備"),
    "E": ("製作所", "化成", "精機", "食品"),
    "G": ("システムズ", "ソフト", "情報"),
    "H": ("物流", "運輸"),
    "I": ("商店", "商会", "薬局"),
    "K": ("不動産", "住宅"),
    "L": ("設計", "企画", "測量"),
    "M": ("旅館", "食堂"),
    "N": ("サービス", "デザイン"),
    "O": ("学園", "教室"),
    "P": ("会", "ケア"),
    "R": ("警備", "クリーン"),
}
INDUSTRIES = tuple(_BACK)
_FAMILY = [
    "青柳",
    "五十嵐",
    "石動",
    "稲葉",
    "上条",
    "浮田",
    "榎本",
    "大槻",
    "奥寺",
    "梶谷",
    "柏木",
    "鹿島",
    "神谷",
    "岸本",
    "葛城",
    "久我",
    "小峰",
    "三枝",
    "桜庭",
    "志摩",
    "白井",
    "瀬川",
    "高瀬",
    "滝沢",
    "千葉",
    "津田",
    "戸塚",
    "鳥居",
    "中里",
    "名取",
    "西野",
    "野々村",
    "芳賀",
    "蓮見",
    "八田",
    "檜山",
    "深町",
    "藤代",
    "星野",
    "真木",
    "松永",
    "水沢",
    "森岡",
    "柳瀬",
    "若林",
]
_GIVEN = [
    "葵",
    "明里",
    "一樹",
    "佳奈",
    "和也",
    "恭平",
    "桂子",
    "健吾",
    "沙織",
    "聡",
    "静香",
    "俊介",
    "翔太",
    "真一",
    "涼子",
    "大地",
    "千尋",
    "哲也",
    "智子",
    "直樹",
    "夏美",
    "温子",
    "陽菜",
    "遥",
    "英明",
    "弘樹",
    "文香",
    "真央",
    "正樹",
    "美咲",
    "実",
    "由佳",
    "勇気",
    "洋介",
    "芳恵",
    "亮",
    "玲奈",
    "若菜",
]


def company(dice: random.Random, industry: str) -> str:
    """A company's name that fits its industry."""
    form = dice.choice(("株式会社", "株式会社", "株式会社", "有限会社", "合同会社"))
    if industry == "P":
        form = dice.choice(("医療法人", "社会福祉法人"))
    return f"{form}{dice.choice(_FRONT)}{dice.choice(_BACK[industry])}"


def person(dice: random.Random) -> str:
    """A person's name, family name first."""
    return f"{dice.choice(_FAMILY)} {dice.choice(_GIVEN)}"


_FIRM_BACK = {
    "tax_accountant": "税理士法人",
    "cpa_firm": "会計事務所",
    "labor_consultant": "社会保険労務士法人",
    "system_consulting": "システムコンサルティング",
    "bpo": "BPOサービス",
    "other": "サポート",
}


def firm(number: int, kind: str) -> str:
    """The name of a partner firm: another one for each number up to some thousands."""
    front, family = _FRONT[number % len(_FRONT)], _FAMILY[number // len(_FRONT) % len(_FAMILY)]
    return f"{front}{family}{_FIRM_BACK[kind]}"
