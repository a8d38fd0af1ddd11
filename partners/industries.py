"""The divisions A to T of the Japan Standard Industrial Classification (JSIC)."""

from collections.abc import Mapping
from types import MappingProxyType

INDUSTRIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "A": {"ja": "農業、林業", "en": "Agriculture and forestry"},
        "B": {"ja": "漁業", "en": "Fisheries"},
        "C": {"ja": "鉱業、採石業、砂利採取業", "en": "Mining and quarrying of stone and gravel"},
        "D": {"ja": "建設業", "en": "Construction"},
        "E": {"ja": "製造業", "en": "Manufacturing"},
        "F": {"ja": "電気・ガス・熱供給・水道業", "en": "Electricity, gas, heat supply and water"},
        "G": {"ja": "情報通信業", "en": "Information and communications"},
        "H": {"ja": "運輸業、郵便業", "en": "Transport and postal services"},
        "I": {"ja": "卸売業、小売業", "en": "Wholesale and retail trade"},
        "J": {"ja": "金融業、保険業", "en": "Finance and insurance"},
        "K": {"ja": "不動産業、物品賃貸業", "en": "Real estate and goods rental and leasing"},
        "L": {
            "ja": "学術研究、専門・技術サービス業",
            "en": "Scientific research, professional and technical services",
        },
        "M": {"ja": "宿泊業、飲食サービス業", "en": "Accommodations, eating and drinking services"},
        "N": {
            "ja": "生活関連サービス業、娯楽業",
            "en": "Living-related and personal services and amusement services",
        },
        "O": {"ja": "教育、学習支援業", "en": "Education, learning support"},
        "P": {"ja": "医療、福祉", "en": "Medical, health care and welfare"},
        "Q": {"ja": "複合サービス事業", "en": "Compound services"},
        "R": {"ja": "サービス業(他に分類されないもの)", "en": "Services not elsewhere classified"},
        "S": {"ja": "公務(他に分類されるものを除く)", "en": "Government, not elsewhere classified"},
        "T": {"ja": "分類不能の産業", "en": "Industries unable to classify"},
    }
)
"""Division letter → its official name by locale."""
