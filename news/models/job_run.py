from django.db import models


class JobRun(models.Model):
    """How far a regular job has come: it has done everything that fell due up to `ran_until`."""

    name = models.CharField(max_length=40, primary_key=True)
    ran_until = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
