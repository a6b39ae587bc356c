from comments.admin import block, comment, comment_word, decision, network_log

__all__ = ["block", "comment", "comment_word", "decision", "network_log"]
