"""Make or bring up to date what every installation holds: tables, roles and editions of rules."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.actions import seed_roles
from lianfang.policy.actions import seed as seed_policy


class Command(BaseCommand):
    help = "建表或升级，并写入岗位权限和防控规则；可以反复执行"

    def handle(self, **_options: object) -> None:
        by, now = Actor.system(), clock.now()
        call_command("migrate", verbosity=0, interactive=False)
        seed_roles(by=by, at=now)
        editions = seed_policy(by=by, at=now)
        self.stdout.write(f"已就绪：表和岗位权限是最新的，新增防控规则 {editions} 版")
