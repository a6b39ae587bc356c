"""The article exchange format of DESIGN §4: one JSON object a line.

checks   a value of a line → a clean value, or Refused
reading  bytes → ArticleLine
storing  ArticleLines → rows
writing  rows → bytes
"""
