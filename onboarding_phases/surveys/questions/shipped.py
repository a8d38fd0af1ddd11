"""The three surveys that the product ships with, in the languages that customers read."""

from __future__ import annotations

from collections.abc import Mapping

from onboarding_phases.surveys.enums import Moment, QuestionKind
from onboarding_phases.surveys.values import Question, SurveyText


def _all(ja: str, en: str, zh_hans: str, ko: str, vi: str) -> dict[str, str]:
    return {"ja": ja, "en": en, "zh_Hans": zh_hans, "ko": ko, "vi": vi}


def _ask(kind: QuestionKind, *texts: str) -> Question:
    return Question(kind.value, kind, _all(*texts))


RECOMMEND = _ask(
    QuestionKind.RECOMMEND,
    "同じような会社に、この導入支援をどの程度勧めたいと思いますか。",
    "How likely are you to recommend this onboarding to a company like yours?",
    "您有多大可能向同类公司推荐本次导入支持？",
    "비슷한 회사에 이번 도입 지원을 추천할 의향이 어느 정도이신가요?",
    "Quý khách sẵn lòng giới thiệu dịch vụ hỗ trợ triển khai này cho công ty tương tự ở mức nào?",
)
REMARKS = _ask(
    QuestionKind.REMARKS,
    "そのほか、お気づきの点があればお書きください。",
    "Is there anything else you would like to tell us?",
    "如有其他意见或建议，请填写。",
    "그 밖에 전하고 싶은 말씀이 있으면 적어 주세요.",
    "Quý khách còn điều gì muốn chia sẻ thêm không?",
)
SHIPPED: Mapping[Moment, SurveyText] = {
    Moment.HANDOFF: SurveyText(
        _all(
            "導入の始まりについてのアンケート",
            "How did your onboarding begin?",
            "关于导入初期的问卷",
            "도입 시작에 관한 설문",
            "Khảo sát về giai đoạn bắt đầu triển khai",
        ),
        _all(
            "ご契約から導入支援への引き継ぎについて、率直なご感想をお聞かせください。",
            "Tell us frankly how it went from signing the contract to the start of your onboarding.",
            "请坦率地告诉我们，从签约到导入支持的交接情况如何。",
            "계약 후 도입 지원으로 이어진 과정에 대해 솔직한 의견을 들려주세요.",
            "Xin cho biết cảm nhận thẳng thắn của quý khách về việc chuyển giao từ ký hợp đồng sang triển khai.",
        ),
        (
            _ask(
                QuestionKind.SATISFACTION,
                "引き継ぎにどの程度満足していますか。",
                "How satisfied are you with the way you were handed over?",
                "您对交接过程的满意程度如何？",
                "인계 과정에 얼마나 만족하시나요?",
                "Quý khách hài lòng với việc chuyển giao ở mức nào?",
            ),
            _ask(
                QuestionKind.EFFORT,
                "これまでにお伝えいただいたことを改めて説明する手間は、どの程度かかりましたか。",
                "How much effort did it take to explain again what you had told us before?",
                "为重新说明此前已告知的内容，您花费了多少精力？",
                "이미 말씀해 주신 내용을 다시 설명하는 데 얼마나 수고가 들었나요?",
                "Quý khách mất bao nhiêu công sức để giải thích lại những điều đã trao đổi trước đó?",
            ),
            _ask(
                QuestionKind.WORRIES,
                "これからの導入について、ご心配な点はありますか。",
                "Is there anything about the onboarding ahead that worries you?",
                "对于接下来的导入，您有什么担心之处吗？",
                "앞으로의 도입에 대해 걱정되는 점이 있으신가요?",
                "Quý khách có điều gì lo lắng về quá trình triển khai sắp tới không?",
            ),
            REMARKS,
        ),
    ),
    Moment.MIDWAY: SurveyText(
        _all(
            "導入の途中経過についてのアンケート",
            "How is your onboarding going?",
            "关于导入进展的问卷",
            "도입 진행 상황에 관한 설문",
            "Khảo sát về tiến độ triển khai",
        ),
        _all(
            "導入が半ばまで進みました。残りの期間に生かすため、ここまでのご感想をお聞かせください。",
            "You are about half-way. Tell us how it has been so far, so that we can do better in what is left.",
            "导入已进行过半。请告诉我们您目前的感受，以便改进后续工作。",
            "도입이 절반 정도 진행되었습니다. 남은 기간에 반영할 수 있도록 지금까지의 의견을 들려주세요.",
            "Việc triển khai đã được khoảng một nửa. Xin cho biết cảm nhận để chúng tôi làm tốt hơn phần còn lại.",
        ),
        (
            _ask(
                QuestionKind.SATISFACTION,
                "ここまでの導入支援にどの程度満足していますか。",
                "How satisfied are you with the onboarding so far?",
                "您对目前为止的导入支持满意程度如何？",
                "지금까지의 도입 지원에 얼마나 만족하시나요?",
                "Quý khách hài lòng với việc hỗ trợ triển khai đến nay ở mức nào?",
            ),
            _ask(
                QuestionKind.EFFORT,
                "導入を進めるための御社のご負担は、どの程度ですか。",
                "How much effort does the onboarding cost your company?",
                "为推进导入，贵公司需要付出多少精力？",
                "도입을 진행하는 데 귀사의 부담은 어느 정도인가요?",
                "Công ty của quý khách phải bỏ ra bao nhiêu công sức cho việc triển khai?",
            ),
            RECOMMEND,
            _ask(
                QuestionKind.WORRIES,
                "予定どおりの稼働に向けて、ご心配な点はありますか。",
                "Is there anything that makes you doubt that you will go live as planned?",
                "对于按计划正式启用，您有什么担心之处吗？",
                "예정대로 운영을 시작하는 데 걱정되는 점이 있으신가요?",
                "Có điều gì khiến quý khách lo ngại về việc đưa vào sử dụng đúng kế hoạch không?",
            ),
            REMARKS,
        ),
    ),
    Moment.END: SurveyText(
        _all(
            "導入を終えてのアンケート",
            "How was your onboarding?",
            "导入完成后的问卷",
            "도입을 마친 후의 설문",
            "Khảo sát sau khi hoàn tất triển khai",
        ),
        _all(
            "導入が完了しました。次のお客様への支援をより良くするため、ご感想をお聞かせください。",
            "Your onboarding is complete. Tell us how it was, so that the next customers have it better.",
            "导入已完成。请告诉我们您的感受，以便更好地服务后续客户。",
            "도입이 완료되었습니다. 다음 고객을 더 잘 지원할 수 있도록 의견을 들려주세요.",
            "Việc triển khai đã hoàn tất. Xin cho biết cảm nhận để chúng tôi hỗ trợ các khách hàng sau tốt hơn.",
        ),
        (
            _ask(
                QuestionKind.SATISFACTION,
                "導入支援全体にどの程度満足していますか。",
                "All in all, how satisfied are you with the onboarding?",
                "总体而言，您对导入支持的满意程度如何？",
                "전체적으로 도입 지원에 얼마나 만족하시나요?",
                "Nhìn chung, quý khách hài lòng với việc hỗ trợ triển khai ở mức nào?",
            ),
            _ask(
                QuestionKind.EFFORT,
                "稼働に至るまでの御社のご負担は、どの程度でしたか。",
                "How much effort did it cost your company to go live?",
                "直至正式启用，贵公司付出了多少精力？",
                "운영을 시작하기까지 귀사의 부담은 어느 정도였나요?",
                "Công ty của quý khách đã bỏ ra bao nhiêu công sức để đưa vào sử dụng?",
            ),
            RECOMMEND,
            REMARKS,
        ),
    ),
}
