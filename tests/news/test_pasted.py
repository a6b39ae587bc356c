"""What the clipboard holds after copying from Word, WPS and WeChat: the meaning stays, the markup goes."""

import pytest

from news.markup import clean_html

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>
<w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {mso-style-parent:"";} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1><span style='font-family:黑体;mso-ascii-font-family:Calibri'>总体情况<span lang=EN-US><o:p></o:p></span></span></h1>
<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span style='font-family:宋体'>全市已建成<b
style='mso-bidi-font-weight:normal'>三座</b>换热站，<span
style='mso-spacerun:yes'>&nbsp;</span><i>年底</i>前投用。</span></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span lang=EN-US style='font-family:Wingdings;mso-bidi-font-family:Wingdings'><span style='mso-list:Ignore'>l<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]><span>城南片区</span></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span></span><![endif]>一号站</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>2.<span>&nbsp;</span></span>二号站</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>l<span> </span></span>城北片区</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'>
<td width=277 colspan=2 style='width:207.4pt'><p class=MsoNormal>项目<o:p></o:p></p></td></tr><tr>
<td><p class=MsoNormal>甲</p></td><td><p class=MsoNormal>乙</p></td></tr></table>
<!--EndFragment--></body></html>"""
WORD_CLEAN = """<h2>总体情况</h2>
<p>全市已建成<strong>三座</strong>换热站，&nbsp;<em>年底</em>前投用。</p>
<ul><li>城南片区<ol><li>一号站</li><li>二号站</li></ol></li><li>城北片区</li></ul>
<table><tbody><tr><td colspan="2">项目</td></tr><tr><td>甲</td><td>乙</td></tr></tbody></table>"""

WPS = """<html xmlns:wps="http://www.wps.cn"><head><meta name="Generator" content="WPS Office"><!--[if gte mso 9]>
<xml><w:LatentStyles DefLockedState="false"></w:LatentStyles></xml><![endif]--></head><body>
<p class="MsoNormal" style="mso-outline-level:2"><b><span style="mso-spacerun:'yes';font-family:宋体;font-weight:bold;">
一、基本情况</span></b></p>
<p class="MsoNormal" style="text-indent:21.0000pt;mso-char-indent-count:2.0000;"><span style="mso-spacerun:'yes';
font-family:宋体;font-size:10.5000pt;"><font face="宋体">　　本月气温偏低，</font></span><b><span
style="font-weight:bold">供热</span></b><span><font face="宋体">提前。</font></span><o:p></o:p></p>
<p class="MsoNormal"><span><o:p>&nbsp;</o:p></span></p>
<wps:wsp><p class="MsoNormal"><a
href="https://www.example.com/"><span style="color:#0000FF">详情</span></a></p></wps:wsp>
</body></html>"""
WPS_CLEAN = """<h2><strong>一、基本情况</strong></h2>
<p>本月气温偏低，<strong>供热</strong>提前。</p>
<p><a href="https://www.example.com/" rel="noopener">详情</a></p>"""

WECHAT = """<section data-tool="mdnice" style="font-size:16px;padding:0 10px"><section style="text-align:center">
<section style="display:inline-block"><section style="transform:skew(-10deg)"><p style="font-weight: bold; margin:0">
<span leaf="" style="letter-spacing:1px">小区今天通气</span></p></section></section></section>
<p style="line-height:2em"><span leaf=""><span textstyle="" style="font-weight: 700; color:#c00">四百户</span>居民
<span style="font-style: italic;">当天</span>用上。</span></p><section nodeleaf=""><img
class="rich_pages" data-ratio="0.66" data-src="/media/pictures/a.webp" data-w="1080" src="data:image/svg+xml,x"
alt="通气现场"></section>
<p><span leaf="">图片后的一段。<br></span></p><section><svg><text>装饰</text></svg></section>
<mp-style-type data-value="3"></mp-style-type></section>"""
WECHAT_CLEAN = """<p><strong>小区今天通气</strong></p>
<p><strong>四百户</strong>居民 <em>当天</em>用上。</p>
<p><img src="/media/pictures/a.webp" alt="通气现场"></p>
<p>图片后的一段。</p>"""


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [(WORD, WORD_CLEAN), (WPS, WPS_CLEAN), (WECHAT, WECHAT_CLEAN)],
    ids=["word", "wps", "wechat"],
)
def test_meaning_stays_and_markup_goes(pasted, clean):
    assert clean_html(pasted) == clean
    assert clean_html(clean) == clean


ITEM = "<p style='mso-list:l0 level{} lfo1'><span style='mso-list:Ignore'>{}<span>&nbsp;</span></span>{}</p>"


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("<span style='font-weight:600'>重</span>点", "<p><strong>重</strong>点</p>"),
        ("<span style='color:red;font-weight:bold'>重</span>", "<p><strong>重</strong></p>"),
        ("<b style='font-weight:normal'>整篇</b>", "<p>整篇</p>"),
        ("<b style='font-weight:normal'>整<b>重</b>篇</b>", "<p>整<strong>重</strong>篇</p>"),
        ("<span style='mso-bidi-font-weight:bold'>轻</span>", "<p>轻</p>"),
        ("<span style='font-weight:bold'>重<span>也重</span></span>轻", "<p><strong>重也重</strong>轻</p>"),
        ("<p style='font-weight:bold'>重<p>轻", "<p><strong>重</strong></p>\n<p>轻</p>"),
        (ITEM.format(1, "（一）", "甲") + ITEM.format(1, "（二）", "乙"), "<ol><li>甲</li><li>乙</li></ol>"),
        (ITEM.format(1, "·", "甲") + ITEM.format(1, "1.", "乙"), "<ul><li>甲</li></ul>\n<ol><li>乙</li></ol>"),
        (ITEM.format(3, "·", "甲"), "<ul><li><ul><li><ul><li>甲</li></ul></li></ul></li></ul>"),
        (ITEM.format(1, "·", "甲") + "<h2>题</h2>", "<ul><li>甲</li></ul>\n<h2>题</h2>"),
        (ITEM.format(1, "·", "甲") + "后文", "<ul><li>甲</li></ul>\n<p>后文</p>"),
        ("<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<p>甲", "<p>甲</p>"),
        ("<span style='mso-list:Ignore'>1.</span>甲", "<p>1.甲</p>"),
        ("<xml><w:View>Normal</w:View></xml>甲", "<p>甲</p>"),
        ("<xml>没有结束的甲", "<p>没有结束的甲</p>"),
        ("<img data-src='https://mmbiz.example.com/a'>甲", "<p>甲</p>"),
    ],
)
def test_styles_that_carry_meaning(pasted, clean):
    assert clean_html(pasted) == clean
    assert clean_html(clean) == clean
