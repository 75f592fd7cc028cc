"""What can go wrong with messages."""

from lianfang.core.problems import Problem


class TooManyMessages(Problem):
    code, status, title = "message.too_many", 429, "今天发往该号码的短信过多，请明天再试"


class NotFailed(Problem):
    code, status, title = "message.not_failed", 409, "这条消息没有失败，无须重发，请刷新后查看"
