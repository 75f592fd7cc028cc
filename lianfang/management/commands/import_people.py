"""Import people from a case sheet (``./run import FILE [--dry-run] [--json]``)."""

import argparse
import getpass
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import HttpRequest

from lianfang.core.actor import Actor
from lianfang.core.clock import now
from lianfang.core.problems import Problem
from lianfang.org.actions import sign_in
from lianfang.org.queries import caller_by_id
from lianfang.org.rules import Caller
from lianfang.roster.actions import import_line_list
from lianfang.roster.client import read_table
from lianfang.roster.queries import preview_line_list
from lianfang.roster.rules.report import Report


class Command(BaseCommand):
    help = "导入病例清单（CSV，可用 xz 压缩）；--dry-run 只检查不写入"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument(
            "--second",
            default="",
            metavar="用户名",
            help="在场的第二人（须有审批权限）",
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 -- Django's own signature
        try:
            report = _run(options["file"], options["second"], is_dry_run=options["dry_run"])
        except Problem as problem:
            detail = f"（{problem.detail}）" if problem.detail else ""
            raise CommandError(problem.title + detail) from problem
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
        else:
            self._tell(report)

    def _tell(self, report: Report) -> None:
        for issue in report.issues:
            what = "未采用" if issue.is_refused else "存疑"
            self.stdout.write(
                f"第{issue.row}行 {issue.column} [{what} {issue.code}] {issue.sentence}"
            )
        kinds = report.kinds
        self.stdout.write(
            f"共 {report.rows} 行：患者 {kinds.patients} 人，续行 {kinds.continuations}，"
            f"重复行 {kinds.restated}，空行 {kinds.empty}"
        )
        verb = "将新增" if report.is_dry_run else "新增"
        self.stdout.write(f"{verb} {report.created} 人，已在册 {report.already} 人")
        if report.peak:
            self.stdout.write(f"确诊最多的一天：{report.peak.date:%F}，{report.peak.count} 人")


def _run(file: Path, second: str, *, is_dry_run: bool) -> Report:
    table = read_table(file)
    if is_dry_run:
        return preview_line_list(table, at=now()).report
    return import_line_list(table, second=_second(second), by=Actor.system(), at=now())


def _second(username: str) -> Caller | None:
    """Whoever stands by the import shows it with the password."""
    if not username:
        return None
    user = sign_in(
        username=username,
        password=getpass.getpass(f"{username} 的密码："),
        request=HttpRequest(),
        by=Actor.system(),
        at=now(),
    )
    return caller_by_id(user.pk)
