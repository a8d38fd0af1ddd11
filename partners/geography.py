"""The 47 prefectures of Japan, by their Japanese names, in eight regions."""

from collections.abc import Mapping
from types import MappingProxyType

REGIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hokkaido": ("北海道",),
        "tohoku": ("青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県"),
        "kanto": ("茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県"),
        "chubu": (
            *("新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県"),
            *("岐阜県", "静岡県", "愛知県"),
        ),
        "kinki": ("三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県"),
        "chugoku": ("鳥取県", "島根県", "岡山県", "広島県", "山口県"),
        "shikoku": ("徳島県", "香川県", "愛媛県", "高知県"),
        "kyushu": (
            *("福岡県", "佐賀県", "長崎県", "熊本県", "大分県"),
            *("宮崎県", "鹿児島県", "沖縄県"),
        ),
    }
)
"""Each region's prefectures from north to south; Mie is in Kinki, Okinawa in Kyushu."""

PREFECTURES: tuple[str, ...] = tuple(name for names in REGIONS.values() for name in names)

_REGION_OF = {name: region for region, names in REGIONS.items() for name in names}


def region_of(prefecture: str) -> str:
    """The key in `REGIONS` of a prefecture's region.

    Raises:
        KeyError: there is no such prefecture.
    """
    return _REGION_OF[prefecture]
