"""What the desk does to articles. Each function here is one deed in one transaction: it locks the article's row, asks
the rules of the model again (between question and answer somebody else may have acted), writes, and logs.

Refusals are ValidationErrors with reasons in Chinese. Nothing outside this package changes an article's state.
"""
