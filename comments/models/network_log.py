from django.db import models

from comments.models.comment import Comment


class NetworkLog(models.Model):
    """From which address something was done, kept six months (网络安全法, art. 21) under a permission of its own, and
    nowhere else: all other tables hold only keyed hashes.
    """

    class Act(models.TextChoices):
        COMMENT = "comment", "发表"
        EDIT = "edit", "修改"
        WITHDRAW = "withdraw", "撤回"
        REPORT = "report", "举报"
        APPEAL = "appeal", "申诉"

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+", verbose_name="评论")
    act = models.CharField("行为", max_length=10, choices=Act)
    address = models.GenericIPAddressField("地址", null=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    device = models.CharField("设备", max_length=32)
    created_at = models.DateTimeField("时间", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "网络日志"
        ordering = ["-id"]
        indexes = [models.Index("device", name="network_log_by_device")]

    def __str__(self):
        return f"{self.get_act_display()} {self.created_at:%Y-%m-%d %H:%M}"
