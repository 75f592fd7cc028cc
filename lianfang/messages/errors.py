"""What can go wrong with messages."""

from lianfang.core.problems import Problem


class TooManyMessages(Problem):
    code, status, title = "message.too_many", 429, "今天发往该号码的短信过多，请明天再试"
