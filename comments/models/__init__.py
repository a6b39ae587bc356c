from comments.models.appeal import Appeal
from comments.models.article_count import ArticleCount
from comments.models.block import Block
from comments.models.claim import Claim
from comments.models.comment import STATES, Comment
from comments.models.comment_word import CommentWord
from comments.models.decision import Decision
from comments.models.like import Like
from comments.models.network_log import NetworkLog
from comments.models.refusal import Refusal
from comments.models.reply_notice import ReplyNotice
from comments.models.report import Report
from comments.models.revision import CommentRevision
from comments.models.tally import Tally

__all__ = [
    "STATES",
    "Appeal",
    "ArticleCount",
    "Block",
    "Claim",
    "Comment",
    "CommentRevision",
    "CommentWord",
    "Decision",
    "Like",
    "NetworkLog",
    "Refusal",
    "ReplyNotice",
    "Report",
    "Tally",
]
