from django.db import models


class Group(models.Model):
    name = models.CharField("名称", max_length=20, unique=True)
    slug = models.SlugField("地址名", max_length=40, unique=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "服务分类"
        ordering = ["order", "id"]

    def __str__(self):
        return self.name


class Service(models.Model):
    group = models.ForeignKey(Group, models.PROTECT, related_name="services", verbose_name="分类")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "服务"
        ordering = ["group", "id"]

    def __str__(self):
        return self.name
