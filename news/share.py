"""A page's address as a QR code: WeChat's readers share by scanning it. Nobody else learns who shares what."""

import io

import segno

QUIET_ZONE = 3  # modules of white around it; readers of the code ask for at least two


def qr_code(address: str) -> bytes:
    """An SVG in black on white, in dark mode too: many scanners refuse a reversed one."""
    file = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(file, kind="svg", border=QUIET_ZONE, light="#fff", omitsize=True, xmldecl=False)
    return file.getvalue()
