"""What can go wrong with a feed."""

from lianfang.core.problems import Problem


class Torn(Problem):
    """The content cannot be read to its end, or is not what this source publishes."""

    code, status, title = "feed.torn", 422, "数据残缺或格式不符，无法完整读出"


class BadArchive(Problem):
    code, status, title = "feed.bad_archive", 422, "无法读取该文件，请提供完整的 tar 压缩包"


class NothingToAccept(Problem):
    code, status, title = "feed.nothing_to_accept", 409, "该批数据没有可采用的数字，或已被采用"
