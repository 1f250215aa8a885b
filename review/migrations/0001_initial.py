"""Tables of the desk as they first were. What keeps the log append-only is in review/append_only.py."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Night",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="夜次")),
                ("run_id", models.CharField(max_length=64)),
                ("brought_at", models.DateTimeField(verbose_name="带入时间")),
                ("added", models.IntegerField(verbose_name="新增")),
                ("changed", models.IntegerField(verbose_name="变化")),
                ("total", models.IntegerField(verbose_name="总数")),
                ("shape", models.CharField(blank=True, max_length=32, verbose_name="导入方式的摘要")),
            ],
            options={
                "get_latest_by": ("as_of", "id"),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("staff_no", models.CharField(max_length=20, verbose_name="工号")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reviewer", "核对员"),
                            ("clerk", "乡镇经办"),
                            ("supervisor", "负责人"),
                            ("author", "规则员"),
                            ("auditor", "审计员"),
                            ("administrator", "系统管理员"),
                        ],
                        max_length=16,
                        verbose_name="角色",
                    ),
                ),
                (
                    "division",
                    models.CharField(
                        blank=True,
                        help_text="只看这一区划及其下级；空为全部。乡镇经办须为 9 位。",
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{4}|\\d{6}|\\d{9}|\\d{12})?$", "应为 4、6、9 或 12 位区划代码，或不填。"
                            )
                        ],
                        verbose_name="区划",
                    ),
                ),
                ("must_change", models.BooleanField(default=True, verbose_name="须改密码")),
                (
                    "otp_required",
                    models.BooleanField(
                        default=False, help_text="登录后须先绑定动态码设备。", verbose_name="须用动态码"
                    ),
                ),
                ("seen_until", models.DateTimeField(blank=True, null=True, verbose_name="上次查看至")),
                ("seen_from", models.DateTimeField(blank=True, null=True, verbose_name="上一次登录")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "账号",
                "verbose_name_plural": "账号",
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "alert_id",
                    models.CharField(max_length=21, primary_key=True, serialize=False, verbose_name="预警编号"),
                ),
                ("rule_id", models.CharField(max_length=12, verbose_name="规则")),
                ("rule_class", models.CharField(max_length=12, verbose_name="规则类别")),
                ("rule_title", models.CharField(max_length=80, verbose_name="规则名称")),
                ("rule_version", models.IntegerField(null=True)),
                ("level", models.SmallIntegerField(choices=[(1, "红"), (2, "黄"), (3, "蓝")], verbose_name="等级")),
                ("confidence", models.CharField(max_length=8, verbose_name="确定程度")),
                ("state", models.CharField(max_length=10, verbose_name="状态")),
                ("life", models.CharField(max_length=10, verbose_name="处境")),
                ("shown", models.BooleanField(verbose_name="本夜交办")),
                ("held_back", models.CharField(blank=True, max_length=12, verbose_name="暂缓缘由")),
                ("held_back_why", models.TextField(blank=True, verbose_name="暂缓说明")),
                ("need", models.BooleanField(verbose_name="需求信号")),
                ("program", models.CharField(blank=True, max_length=20, verbose_name="类别")),
                ("household_no", models.CharField(blank=True, max_length=64, verbose_name="家庭编号")),
                ("person_key", models.CharField(blank=True, max_length=64, verbose_name="人员键")),
                ("who", models.CharField(blank=True, max_length=80, verbose_name="姓名（遮蔽）")),
                ("division_code", models.CharField(blank=True, max_length=12, verbose_name="区划代码")),
                ("township", models.CharField(blank=True, max_length=9, verbose_name="乡镇街道")),
                ("township_name", models.CharField(blank=True, max_length=80, verbose_name="乡镇街道名称")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地址（到村）")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("explanation", models.TextField(verbose_name="说明")),
                ("township_text", models.TextField(verbose_name="乡镇所见")),
                ("change", models.TextField(blank=True, verbose_name="变化")),
                ("evidence_fingerprint", models.CharField(max_length=64)),
                ("first_seen", models.DateField(verbose_name="首次发现")),
                ("opened_on", models.DateField(verbose_name="本轮起始")),
                ("resolved_on", models.DateField(null=True, verbose_name="消除日期")),
                ("dispatched_on", models.DateField(null=True, verbose_name="交办日期")),
                ("sheet_id", models.CharField(blank=True, max_length=17, verbose_name="派办单号")),
                ("respond_by", models.DateField(null=True, verbose_name="响应期限")),
                ("close_by", models.DateField(null=True, verbose_name="办结期限")),
                ("overdue", models.SmallIntegerField(default=0, verbose_name="逾期")),
                ("escalation", models.CharField(blank=True, max_length=12, verbose_name="提级")),
                ("digest", models.CharField(max_length=32, verbose_name="导入内容的摘要")),
                ("brought_at", models.DateTimeField(verbose_name="最近带入变化的时间")),
                ("appeared_at", models.DateTimeField(null=True, verbose_name="首次摆在工作人员面前的时间")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("new", "待认领"),
                            ("claimed", "已认领"),
                            ("dispatched", "已转办"),
                            ("accepted", "已签收"),
                            ("returned", "已退回"),
                            ("fed_back", "已反馈"),
                            ("decided", "已处置"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="办理阶段",
                    ),
                ),
                ("sent_to", models.CharField(blank=True, max_length=9, verbose_name="转办乡镇")),
                ("touched_at", models.DateTimeField(null=True, verbose_name="最近办理")),
                ("version", models.IntegerField(default=0)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_no", models.UUIDField(editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("claim", "认领"),
                            ("release", "放回"),
                            ("hand_over", "移交"),
                            ("dispatch", "转办乡镇"),
                            ("accept", "签收"),
                            ("return", "退回"),
                            ("feedback", "反馈"),
                            ("step", "程序步骤"),
                            ("decide", "处置决定"),
                            ("sign", "第二签字"),
                            ("judge", "身份判断"),
                            ("ticket", "请部门更正"),
                            ("sample", "抽查结果"),
                        ],
                        max_length=12,
                        verbose_name="办理",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=400, verbose_name="对象")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("on_day", models.DateField(verbose_name="日期")),
                ("evidence_fingerprint", models.CharField(blank=True, max_length=64)),
                ("rule_version", models.IntegerField(null=True)),
                ("said", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict, verbose_name="此前的办理状态")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                ("handed_at", models.DateTimeField(null=True, verbose_name="交给夜间处理的时间")),
                ("taken_as", models.CharField(blank=True, max_length=64, verbose_name="记录编号")),
                ("refused", models.TextField(blank=True, verbose_name="未被接受的原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signs",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="review.act",
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="review.alert"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=32, verbose_name="时间")),
                ("account", models.CharField(db_index=True, max_length=150, verbose_name="账号")),
                ("staff_no", models.CharField(max_length=20, verbose_name="工号")),
                ("role", models.CharField(max_length=16, verbose_name="角色")),
                ("act", models.CharField(max_length=40, verbose_name="行为")),
                ("outcome", models.CharField(max_length=10, verbose_name="结果")),
                ("subject_kind", models.CharField(max_length=20, verbose_name="对象类别")),
                ("subject", models.CharField(max_length=400, verbose_name="对象")),
                ("details", models.TextField(verbose_name="详情")),
                ("before", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "日志",
                "verbose_name_plural": "日志",
                "indexes": [
                    models.Index(fields=["subject_kind", "subject"], name="entries_of_subject"),
                    models.Index(
                        condition=models.Q(("act", "打开姓名"), ("outcome", "done"), ("subject_kind", "person")),
                        fields=["account", "at"],
                        name="opened_by_account",
                    ),
                    models.Index(
                        django.db.models.functions.text.Upper("staff_no"),
                        models.F("at"),
                        condition=models.Q(("act", "打开姓名"), ("outcome", "done"), ("subject_kind", "person")),
                        name="opened_by_staff",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.UUIDField(editable=False, unique=True)),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("purpose", models.CharField(blank=True, max_length=40, verbose_name="用途")),
                ("as_of", models.DateField(null=True, verbose_name="数据截止")),
                ("rows", models.IntegerField(default=0)),
                ("refused", models.IntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队"),
                            ("running", "核对中"),
                            ("done", "已完成"),
                            ("failed", "没有结果，待重新提交"),
                            ("cleaned", "文件已清理"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("told", models.TextField(blank=True, verbose_name="说明")),
                ("division", models.CharField(blank=True, max_length=12, verbose_name="区划")),
                ("kind", models.CharField(default="xlsx", max_length=4, verbose_name="文件类型")),
                ("households", models.IntegerField(null=True, verbose_name="户数")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="RequestFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("household", models.CharField(blank=True, max_length=64, verbose_name="申请编号")),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="结论")),
                ("size", models.IntegerField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="review.request"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="表号")),
                ("at", models.DateTimeField(verbose_name="下载时间")),
                ("as_of", models.DateField(verbose_name="夜次")),
                ("township", models.CharField(max_length=9, verbose_name="乡镇街道")),
                (
                    "wanted",
                    models.CharField(
                        choices=[("tonight", "本夜交办"), ("sent", "已转办到乡镇")], max_length=8, verbose_name="范围"
                    ),
                ),
                ("level", models.SmallIntegerField(null=True, verbose_name="等级")),
                ("rule_id", models.CharField(blank=True, max_length=12, verbose_name="规则")),
                ("rows", models.IntegerField(verbose_name="行数")),
                ("mark", models.CharField(max_length=64, verbose_name="校验码")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="SheetReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                ("digest", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("state", models.CharField(default="waiting", max_length=8, verbose_name="状态")),
                ("rows", models.JSONField(default=list, verbose_name="各行")),
                ("notes", models.JSONField(default=list, verbose_name="提示")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="写入时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet_returns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="review.sheet"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "clerk"), _negated=True), ("division__regex", "^\\d{9}$"), _connector="OR"
                ),
                name="clerk_has_a_township",
                violation_error_message="乡镇经办必须写明 9 位的乡镇街道代码。",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["shown", "-overdue", "level", "close_by", "alert_id"], name="worklist"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["township", "shown", "-overdue", "level", "close_by"], name="of_township"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["owner", "shown"], name="of_owner"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["sent_to"], name="sent_to_township"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["household_no"], name="of_household"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["sheet_id"], name="of_sheet"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(condition=models.Q(("version__gt", 0)), fields=["version"], name="alert_version"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("version__gt", 0)), fields=["touched_at", "version"], name="alert_touched"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["division_code", "shown"], name="of_division"),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["alert", "id"], name="acts_of_alert"),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["kind", "handed_at"], name="acts_waiting"),
        ),
        migrations.AddConstraint(
            model_name="sheetreturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "done")), fields=("sheet", "digest"), name="file_is_read_back_once"
            ),
        ),
    ]
