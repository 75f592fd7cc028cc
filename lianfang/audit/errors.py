"""What can go wrong with what a device sends."""

from lianfang.core.problems import Problem


class KeyTaken(Problem):
    code, status, title = "operation.key_taken", 409, "这次操作的编号已被占用，请重新填写后提交"
