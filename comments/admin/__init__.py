from comments.admin import comment, decision, network_log

__all__ = ["comment", "decision", "network_log"]
