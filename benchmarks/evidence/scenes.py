"""Pictures to compare: streets, shots of a street, watermarks, court notices, screens. All invented, nobody in them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from fixtures.build.fonts import sans, serif
from fixtures.build.stable import seeded

if TYPE_CHECKING:
    import random

__all__ = ["HEIGHT", "WIDTH", "anew", "dull", "notice", "screen", "shot", "street", "watermarked"]

WIDTH, HEIGHT = 640, 480
_NAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "建国丽萍志刚晓东海燕桂英文静华振宇思远雅美兰"
_PLACES = ("学府南街8号院", "科苑东巷3号", "杏林西里5号楼", "枫林苑小区9号楼", "知行里小区7号楼")


def street(seed: int) -> Image.Image:
    """A street without noise: rough ground, sky, houses with windows, things and bushes in front."""
    rnd = seeded(str(seed))
    picture = _ground(seed, rnd)
    draw = ImageDraw.Draw(picture)
    horizon = rnd.randint(130, 270)
    sky = (rnd.randint(120, 210), rnd.randint(150, 220), rnd.randint(180, 240))
    draw.rectangle([0, 0, WIDTH, horizon - rnd.randint(25, 110)], fill=sky)
    x = -rnd.randint(0, 90)
    while x < WIDTH:
        width = rnd.randint(45, 190)
        _house(draw, rnd, x, horizon, width)
        x += width + rnd.choice([0, 0, 18, 66])
    for _ in range(rnd.randint(2, 14)):
        _thing(draw, rnd, horizon)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _ground(seed: int, rnd: random.Random) -> Image.Image:
    """Coloured noise whose spectrum falls as that of natural surfaces does (1/f to 1/f^1.6)."""
    rng = np.random.default_rng(seed)
    height, width = HEIGHT // 4, WIDTH // 4
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]
    frequency = np.sqrt(down**2 + across**2)
    frequency[0, 0] = 1
    shape = (height, width // 2 + 1)
    spectrum = (rng.normal(size=shape) + 1j * rng.normal(size=shape)) / frequency ** rnd.uniform(1.0, 1.6)
    spectrum[0, 0] = 0
    rough = np.fft.irfft2(spectrum, (height, width))
    tint = np.array([1, rnd.uniform(0.7, 1.1), rnd.uniform(0.6, 1.1)])
    base = np.array([rnd.randint(60, 190) for _ in range(3)])
    pixels = base + (rough / rough.std())[..., None] * rnd.uniform(10, 35) * tint
    small = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _house(draw: ImageDraw.ImageDraw, rnd: random.Random, x: int, foot: int, width: int) -> None:
    height, tone = rnd.randint(45, 220), rnd.randint(60, 220)
    draw.rectangle(
        [x, foot - height, x + width, foot], fill=(tone, tone - rnd.randint(0, 25), max(0, tone - rnd.randint(0, 50)))
    )
    across, down = rnd.randint(13, 36), rnd.randint(13, 36)
    for top in range(foot - height + 7, foot - 13, down):
        for left in range(x + 5, x + width - 13, across):
            if rnd.random() < 0.85:
                shade = rnd.randint(30, 110)
                draw.rectangle([left, top, left + across * 0.55, top + down * 0.6], fill=(shade, shade, shade + 8))


def _thing(draw: ImageDraw.ImageDraw, rnd: random.Random, horizon: int) -> None:
    x, y, size = rnd.randint(0, WIDTH), rnd.randint(horizon - 45, HEIGHT), rnd.randint(13, 115)
    red, green, blue = (rnd.randint(10, 240) for _ in range(3))
    kind = rnd.random()
    if kind < 0.4:
        draw.rectangle([x, y, x + size, y + size * rnd.uniform(0.3, 1.5)], fill=(red, green, blue))
    elif kind < 0.7:
        for _ in range(12):
            left, top = x + rnd.randint(-size, size), y + rnd.randint(-size, size // 2)
            radius, leaf = rnd.randint(size // 4, size // 2), rnd.randint(50, 150)
            box = [left - radius, top - radius, left + radius, top + radius]
            draw.ellipse(box, fill=(leaf // 2, leaf, leaf // 3))
    else:
        corners = [(x, y), (x + size, y + rnd.randint(-size, size)), (x + rnd.randint(-size, size), y + size)]
        draw.polygon(corners, fill=(red, green, blue))


def shot(picture: Image.Image, seed: int, move: float = 0.0, light: float = 0.0) -> Image.Image:
    """One press of the shutter: noise; the camera moved by about `move` of the picture, the light by `light`."""
    rnd, rng = seeded(str(seed)), np.random.default_rng(seed)
    if move:
        picture = picture.rotate(rnd.uniform(-60, 60) * move, resample=Image.Resampling.BICUBIC)
        share = 0.97 * (1 - rnd.uniform(0.3, 1) * move)
        left, top = rnd.uniform(0, WIDTH * (1 - share)), rnd.uniform(0, HEIGHT * (1 - share))
        box = (int(left), int(top), int(left + WIDTH * share), int(top + HEIGHT * share))
        picture = picture.crop(box).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    pixels = np.asarray(picture).astype(np.float32) * (1 + light * rnd.uniform(-1, 1))
    pixels += rng.standard_normal(pixels.shape, dtype=np.float32) * rnd.uniform(2, 8)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def dull(seed: int, kind: int) -> Image.Image:
    """A blank sheet (0), a wall with a shade across it (1), or the dark (2), with a camera's noise."""
    rnd = seeded(str(seed))
    tone, slope = [(248, 0), (rnd.randint(100, 220), rnd.randint(10, 50)), (rnd.randint(3, 15), 0)][kind]
    row = tone + np.linspace(0, slope, WIDTH)[None, :, None] * np.ones((HEIGHT, 1, 3))
    return shot(Image.fromarray(np.clip(row, 0, 255).astype(np.uint8)), seed)


def watermarked(picture: Image.Image, seed: int) -> Image.Image:
    """The picture with the watermark of a camera app: a shaded band, a card, or plain lines at the right."""
    rnd = seeded(str(seed))
    width, height = picture.size
    short = min(picture.size)
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    clock = f"{rnd.randint(0, 23):02d}:{rnd.randint(0, 59):02d}"
    day = f"2026-{rnd.randint(4, 7):02d}-{rnd.randint(1, 30):02d}"
    place = "北京市海淀区中关村街道" + rnd.choice(_PLACES)
    code = "防伪 " + "".join(rnd.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(14))

    def put(x: float, y: float, text: str, share: float, colour: str = "white", anchor: str = "la") -> None:
        draw.text((x * short, height - y * short), text, font=sans(int(share * short)), fill=colour, anchor=anchor)

    right = width / short - 0.03
    style = rnd.randrange(3)
    if style == 0:
        band = int(0.3 * short)
        for y in range(band):
            draw.line([(0, height - y), (width, height - y)], fill=(0, 0, 0, min(130, (band - y) * 260 // band)))
        put(0.04, 0.21, clock, 0.088)
        put(0.31, 0.2, day, 0.034)
        put(0.04, 0.09, place, 0.034)
        put(right, 0.06, code, 0.023, anchor="ra")
    elif style == 1:
        box = [0.04 * short, height - 0.31 * short, 0.66 * short, height - 0.04 * short]
        draw.rounded_rectangle(box, 12, fill=(20, 80, 200, 190))
        put(0.07, 0.29, "执勤巡逻", 0.041, "yellow")
        put(0.07, 0.23, f"{clock}  {day}", 0.045)
        put(0.07, 0.15, place, 0.032)
        put(0.07, 0.09, code, 0.026)
    else:
        put(right, 0.12, f"{day} {clock}:{rnd.randint(0, 59):02d}", 0.037, anchor="ra")
        put(right, 0.06, place, 0.032, anchor="ra")
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def anew(picture: Image.Image, quality: int, scale: float = 1.0) -> Image.Image:
    """The picture saved as JPEG, reduced first, and opened again."""
    if scale != 1:
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    stream.seek(0)
    return Image.open(stream).convert("RGB")


@dataclass(frozen=True)
class _Values:
    """What differs between two papers made from one template."""

    name: str
    other: str
    number: int
    month: int
    day: int


def _values(seed: int) -> _Values:
    rnd = seeded(str(seed))
    first, second = (rnd.choice(_NAMES) + "".join(rnd.sample(_GIVEN, rnd.randint(1, 2))) for _ in range(2))
    return _Values(first, second, rnd.randint(1000, 9999), rnd.randint(3, 6), rnd.randint(1, 28))


# A paragraph a line.
_NOTICES = (
    """\
北京市海淀区人民法院
受理案件通知书
（2026）京0108民初{v.number}号
{v.name}：
　　你诉{v.other}房屋租赁合同纠纷一案的起诉状已收到。经审查，起诉符合法定受理条件，本院决定登记立案。
　　一、在诉讼进程中，当事人有权行使民事诉讼法第四十九条、第五十条、第五十一条等规定的诉讼权利，同时也必须遵守诉讼秩序。
　　二、应在收到本通知书次日起七日内预交案件受理费，逾期不交的按自动撤回起诉处理。
　　特此通知。
二〇二六年{v.month}月{v.day}日""",
    """\
北京市公安局海淀分局
接处警回执
编号：海公（中）接字〔2026〕第{v.number}号
{v.name}：
　　你于2026年{v.month}月{v.day}日报称与{v.other}发生纠纷一案，我单位已受理。现将有关情况告知如下：
　　一、民警到达现场后依法开展调查，对双方当事人分别制作了询问笔录。
　　二、双方自愿达成调解协议，不再追究对方责任，案件已经办结。
　　三、如对处理结果有异议，可以在六十日内申请行政复议。
2026年{v.month}月{v.day}日""",
)


def notice(seed: int, template: int) -> Image.Image:
    """A scanned notice at 150 dpi, with the ring of a seal; `seed` fills the template in."""
    values = _values(seed)
    page = Image.new("RGB", (1240, 1754), (252, 252, 250))
    draw = ImageDraw.Draw(page)
    y = 150
    for number, line in enumerate(_NOTICES[template % len(_NOTICES)].splitlines()):
        text = line.format(v=values)
        if number < 3:
            draw.text((620, y), text, font=serif(40) if number < 2 else sans(30), fill=(35, 35, 38), anchor="ma")
            y += 70
            continue
        for start in range(0, len(text), 31):
            draw.text((150, y), text[start : start + 31], font=sans(30), fill=(35, 35, 38))
            y += 52
    draw.ellipse([760, y - 150, 1080, y + 170], outline=(200, 40, 40), width=10)
    return page


def screen(seed: int) -> Image.Image:
    """The hotline system's page of an order, always laid out alike."""
    rnd, values = seeded(str(seed)), _values(seed)
    page = Image.new("RGB", (1080, 860), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.rectangle([0, 0, 1080, 100], fill=(28, 92, 170))
    draw.text((60, 50), "12345热线工单详情", font=sans(32), fill=(255, 255, 255), anchor="lm")
    day = f"2026-06-{values.day:02d}"
    rows = (
        ("工单编号", f"202606{values.day:02d}0{rnd.randint(0, 99999):05d}"),
        ("来电时间", f"{day} {rnd.randint(8, 20):02d}:{rnd.randint(0, 59):02d}:{rnd.randint(0, 59):02d}"),
        ("派单时间", f"{day} {rnd.randint(8, 20):02d}:{rnd.randint(0, 59):02d}:11"),
        ("诉求人", f"{values.name[0]}**"),
        ("联系电话", f"138****{rnd.randint(0, 9999):04d}"),
        ("诉求分类", "城市管理->市容环境"),
        ("诉求地址", f"海淀区中关村街道{rnd.choice(_PLACES)}"),
        ("诉求内容", f"市民反映{rnd.choice(('路灯不亮', '噪声扰民', '垃圾堆放', '停水', '占道经营'))}，要求尽快处理。"),
        ("工单状态", "回复完成"),
    )
    for number, (label, value) in enumerate(rows):
        y = 140 + number * 80
        draw.text((60, y), label, font=sans(28), fill=(110, 110, 116))
        draw.text((260, y), value, font=sans(28), fill=(30, 30, 34))
        draw.line([(60, y + 58), (1020, y + 58)], fill=(225, 225, 230))
    return page
