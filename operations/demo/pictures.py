"""Pictures for the demo site, drawn by code: the same painter, seed and size give the same picture."""

from PIL import Image

from operations.demo.painters import charts, city, land, things, town
from operations.demo.painters.canvas import Canvas

PAINTERS = {
    draw.__name__: draw
    for draw in [
        *(land.terraces, land.gorge, land.waterfall, land.river, land.snow, land.millet),
        *(town.pagoda, town.grotto, town.oldtown, town.courtyard, town.nightcity),
        *(city.railway, city.running, city.rink, city.bus, city.citymap),
        *(things.noodles, things.vinegar, things.papercut, things.health),
        *(charts.barchart, charts.linechart),
    ]
}


def paint(painter: str, seed: int, size: tuple[int, int]) -> Image.Image:
    """`seed` from 1 chooses the hour, the season and the composition. Raises ValueError for an unknown painter."""
    if painter not in PAINTERS:
        raise ValueError(f"no painter {painter!r}; there are {', '.join(sorted(PAINTERS))}")
    canvas = Canvas(painter, seed)
    PAINTERS[painter](canvas)
    return canvas.finished(size)
