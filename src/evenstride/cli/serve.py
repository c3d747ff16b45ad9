"""``evenstride serve``: the app in this machine's browser."""

from __future__ import annotations

import click

DEFAULT_PORT = 8765


@click.command(short_help="Open the app in this machine's browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    metavar="N",
    help="Where to listen on this machine; 0 takes any free port.",
)
@click.option("--no-browser", is_flag=True, help="Print the address only.")
@click.option("--lan", is_flag=True, help="Let phones of the local network in too, under TLS and with a code.")
@click.option("--no-sample", is_flag=True, help="Do not keep and measure the sample runner at the first start.")
def serve(port: int, no_browser: bool, lan: bool, no_sample: bool) -> None:
    """Open the app. It answers on this machine only, until Ctrl-C; EVENSTRIDE_HOME names the data folder."""
    from evenstride.store import open_store
    from evenstride.web.lan.addresses import lan_address
    from evenstride.web.server import serve as serve_app

    with open_store() as store:
        serve_app(
            store,
            port=port,
            opens_browser=not no_browser,
            with_sample=not no_sample,
            address_of_lan=lan_address() if lan else None,
            on_ready=lambda address: click.echo(f"Evenstride is open at {address} (Ctrl-C ends it)"),
        )
