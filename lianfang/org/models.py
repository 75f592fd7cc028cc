"""Departments, roles, posts and the people who hold them."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from lianfang.org.enums import DepartmentKind


class Department(models.Model):
    """An office, hospital, gate's property company, enterprise or school (部门/单位)."""

    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=DepartmentKind.choices)
    area_code = models.CharField(max_length=15)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    uscc = models.CharField(max_length=18, blank=True)  # unified social credit code, GB 32100
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=128, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    beds = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["kind", "area_code"], name="department_kind")]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of permissions, from which posts are made (角色)."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=32)
    permissions = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Django asks for it by this name."""


class User(AbstractBaseUser):
    """A member of staff who can sign in (人员); citizens are accounts, not users."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=32)
    phone = models.CharField(max_length=20, blank=True)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True)

    objects = UserManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role held by a user over a set of areas (岗位); the only source of rights."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="posts")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT)
    title = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}"


class PostArea(models.Model):
    """One area a post covers: a code of any level, or ``CN`` for everywhere."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="areas")
    area_code = models.CharField(max_length=15)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "area_code"], name="post_area_once"),
        ]
        indexes = [models.Index(fields=["area_code", "post"], name="post_area_cover")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.area_code}"


class Duty(models.Model):
    """Whether a user is on duty now, and when the phone last said so (在岗)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="duty")
    on_duty = models.BooleanField(default=False)
    since = models.DateTimeField()
    heartbeat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.on_duty}"
