"""Why a comment is refused: the code that the log keeps, what its writer is told, and what it rests on in law."""

from django.db import models


class Reason(models.TextChoices):
    SPAM = "spam", "广告垃圾"
    ABUSE = "abuse", "辱骂攻击他人"
    ILLEGAL = "illegal", "违法违规内容"
    RUMOUR = "rumour", "不实信息"
    PRIVACY = "privacy", "泄露他人隐私"
    VULGAR = "vulgar", "低俗内容"
    OFF_TOPIC = "off_topic", "与文章无关"
    MEANINGLESS = "meaningless", "没有实际内容"
    OTHER = "other", "不符合评论规则"


class Ground(models.TextChoices):
    """What a refusal rests on. The articles are those of the texts in force since 2020–2022."""

    RULES = "rules", "本站评论规则"
    ILLEGAL = "ecology_6", "《网络信息内容生态治理规定》第六条（违法信息）"
    BAD = "ecology_7", "《网络信息内容生态治理规定》第七条（不良信息）"
    REPUTATION = "civil_1024", "《民法典》第一千零二十四条（名誉权）"
    PRIVACY = "civil_1032", "《民法典》第一千零三十二条（隐私权）"


USUAL_GROUND: dict[str, str] = {
    Reason.SPAM: Ground.RULES,
    Reason.ABUSE: Ground.REPUTATION,
    Reason.ILLEGAL: Ground.ILLEGAL,
    Reason.RUMOUR: Ground.ILLEGAL,
    Reason.PRIVACY: Ground.PRIVACY,
    Reason.VULGAR: Ground.BAD,
    Reason.OFF_TOPIC: Ground.RULES,
    Reason.MEANINGLESS: Ground.RULES,
    Reason.OTHER: Ground.RULES,
}


class Occasion(models.TextChoices):
    """What made a decision that is not a refusal."""

    FIT = "fit", "符合规则"
    UNDONE = "undone", "撤销刚才的处理"
    EDITED = "edited", "作者修改，重新审核"
    WITHDRAWN = "withdrawn", "作者撤回"
    ERASED = "erased", "应本人要求删除"
    REPORTS_UPHELD = "reports_upheld", "举报成立"  # of what was already gone
    REPORTS_DISMISSED = "reports_dismissed", "举报不成立"
    ANSWER = "answer", "本站回复"
    APPEAL_GRANTED = "appeal_granted", "申诉成立"
    APPEAL_DISMISSED = "appeal_dismissed", "申诉不成立"
