"""``zgc-lint clean``: away with what is kept between runs."""

from __future__ import annotations

import click


@click.command()
@click.help_option("-h", "--help", help="显示本帮助。")
def clean() -> None:
    """删除缓存及其密钥。下次检查时全部重新处理，结果不变。"""
    from zgc_lint.work.store import cache_folder
    from zgc_lint.work.store import clean as remove

    folder = cache_folder()
    freed = remove(folder)
    click.echo(f"已清除缓存 {folder}，释放 {freed / 2**20:.1f} MB")
