"""The app's configuration."""

from django.apps import AppConfig


class BaselineConfig(AppConfig):
    """Plain models of the same answers."""

    name = "bench.baseline"
    label = "baseline"
