"""An address as a picture that a phone's camera reads."""

from __future__ import annotations

import io


def qr_code_svg(address: str) -> str:
    """The QR code as SVG to stand in a page: dark on white in every colour scheme, sized by the style sheet.

    Put only addresses in that anybody may see: a picture can be photographed.
    """
    import segno

    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        written,
        kind="svg",
        xmldecl=False,
        svgns=True,
        nl=False,
        omitsize=True,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr-code",
        lineclass=None,
    )
    return written.getvalue().decode()
