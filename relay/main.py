"""
`attended-relay`: every command of the relay, its organisation and its readers.

A command imports the server and the database when it is called: whoever checks a recording waits for neither.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from consent.policy import Role
from protocol.errors import AttendedError, CheckFailed, FileTrouble, NoOrganisation, Unforeseen
from relay import premises, settings
from relay.organisation.keys import make_organisation, read_published, sign_organisation
from relay.organisation.readers import make_reader
from relay.replay import commands as replay

if TYPE_CHECKING:
    from relay.rebuild import Recovered

GOOD, CHECK_FAILED, MISUSE = 0, 1, 2
# typer brings click under a name of its own in some versions, and not in others; the base of its errors is the same.
_COMMAND_LINE_WRONG = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="The relay between customers and technicians, its organisation's keys, and checks of what it kept.",
    epilog="Exit codes: 0 good, 1 a check failed, 2 it was called wrongly or something is missing here.",
)
organisation = typer.Typer(no_args_is_help=True, help="The organisation's key and its signed rules.")
reader = typer.Typer(no_args_is_help=True, help="A reader's key, made on the reader's own machine.")

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", help=f"Folder that holds everything; {settings.USUAL_DATA} unless given.", show_default=False
    ),
]


@app.command(short_help="Set up a relay; with --demo an organisation as well.")
def init(
    data: Data = None,
    demo: Annotated[bool, typer.Option("--demo", help="Make an organisation and its readers on this machine.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Set up a relay: its keys, an empty log, a database. --demo makes an organisation and readers as well."""
    from relay.organisation.demo import WORTH  # noqa: PLC0415 - as said above, here and below
    from relay.setup import Made, set_up  # noqa: PLC0415

    held = settings.load(data)
    made = asyncio.run(set_up(held, premises.unix_now(), demo=demo))
    if Made.DATABASE in made:
        typer.echo(f"The relay in {held.data} has an empty database again: invite everybody anew.")
    if Made.DIRECTORY_KEY in made:
        typer.echo(f"The relay in {held.data} has a new directory key. Its organisation has to sign that:")
        typer.echo(_sign_directory(held.data))
    if Made.RELAY not in made:
        typer.echo("All else is as it was.")
        return
    typer.echo(f"A relay is set up in {held.data}.")
    if demo:
        typer.echo(WORTH)
        typer.echo(f"Next: attended-relay serve --data {held.data}")
    else:
        typer.echo(_next_steps(held.data))


@app.command()
def serve(
    data: Data = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; localhost unless given.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.")] = None,
    origin: Annotated[str | None, typer.Option(help="Public address, such as https://relay.example.")] = None,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate chain (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="The certificate's key (PEM).")] = None,
    behind_proxy: Annotated[bool | None, typer.Option("--behind-proxy", help="A proxy does the encryption.")] = None,
) -> None:
    """Run the relay."""
    import uvloop  # noqa: PLC0415

    from relay import server  # noqa: PLC0415

    flags = {"host": host, "port": port, "origin": origin, "certificate": certificate, "key": key}
    held = settings.load(data, **flags, behind_proxy=behind_proxy)
    server.quiet_libraries(held.log_level)
    uvloop.run(server.serve(held, lambda origin, waits: _ready(held.data, origin, waits=waits)))


@app.command(short_help="Print a one-time link for a person's browser.")
def invite(
    role: Annotated[str, typer.Option(help="technician, reviewer or administrator.")],
    name: Annotated[str, typer.Option(help="The person's name, as customers see it.")],
    trained_until: Annotated[str | None, typer.Option(help="Last day of training, such as 2027-03-31.")] = None,
    origin: Annotated[str | None, typer.Option(help="The relay's public address, when it does not run now.")] = None,
    data: Data = None,
) -> None:
    """Print a one-time link that lets a person enrol the browser they open it with."""
    held = settings.load(data, origin=origin)
    token = asyncio.run(_invite(held, name, role, trained_until))
    address = origin or premises.running_origin(held.data) or held.public_origin(held.port)
    typer.echo(f"This link lets {name} in once, within 7 days, as {role}:")
    typer.echo(f"{address}/enrol#{token}")


@app.command()
def sessions(data: Data = None, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:  # noqa: FBT002 - a flag
    """List all sessions, newest first."""
    rows = asyncio.run(_sessions(settings.load(data)))
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        opened = datetime.fromtimestamp(row["opened"], UTC).strftime("%Y-%m-%d %H:%MZ")
        ended = {"said": "closed", "lost": "ended without word", None: "runs"}[row["ended"]]
        typer.echo(f"{row['session']}  {opened}  {ended:18}  {' '.join(row['scopes']) or '-'}  {row['technician']}")
    if not rows:
        typer.echo("No sessions yet.")


@app.command(name="settings")
def show_settings(data: Data = None) -> None:
    """Print every setting, its value and its meaning."""
    held = settings.load(data)
    for name, field in settings.Settings.model_fields.items():
        typer.echo(f"{name} = {_shown(getattr(held, name))}    # {field.description}")


@app.command(name="recover")
def recover_now(data: Data = None) -> None:
    """Finish recordings that a crash left unfinished. `serve` does the same at its start."""
    import uvloop  # noqa: PLC0415

    from relay import server  # noqa: PLC0415
    from relay.rebuild import recover  # noqa: PLC0415

    held = settings.load(data)
    server.quiet_libraries("critical")  # what became of each is told below, once

    async def finish() -> list[Recovered]:
        async with server.Relay(held, held.public_origin(held.port)) as relay:
            return await recover(relay.parts.services, resume=False)

    recovered = uvloop.run(finish())
    for one in recovered:
        typer.echo(f"{one.session}: {one.words}")
    if not recovered:
        typer.echo("Nothing to recover.")
    if not all(one.good for one in recovered):
        raise typer.Exit(CHECK_FAILED)


@organisation.command(name="init")
def organisation_init(
    domain: Annotated[str, typer.Option(help="The domain that the organisation is known by.")],
    name: Annotated[str, typer.Option(help="Its name, as customers see it.")],
    data: Data = None,
) -> None:
    """Make the organisation's key, and a policy.toml to fill in."""
    held = settings.load(data)
    policy = make_organisation(held.data, domain, name)
    typer.echo(f"The key of {domain} is made. Keep it on this machine.")
    typer.echo(f"Next: fill in {policy}, then run attended-relay organisation sign --data {held.data}")
    if not (held.data / "directory.json").exists():
        typer.echo("and name the file directory.json that the relay's own init made with --directory.")


@organisation.command(name="sign")
def organisation_sign(
    data: Data = None,
    directory: Annotated[Path | None, typer.Option(help="The relay's directory.json.", show_default=False)] = None,
) -> None:
    """Sign policy.toml and the relay's dated directory key."""
    held = settings.load(data)
    signed = sign_organisation(held.data, premises.unix_now(), directory)
    typer.echo(f"Version {signed.policy.version} of the policy of {signed.domain} is signed.")
    typer.echo(f"The relay needs the folder {held.data / 'organisation' / 'published'}; all of it is public.")
    typer.echo(
        "A relay that runs under earlier rules takes these at its next start; sessions that run then keep theirs."
    )
    until = datetime.fromtimestamp(signed.directory.exp, UTC).strftime("%Y-%m-%d")
    typer.echo(f"Sign again before {until}: until then the relay can prove who its technicians are.")


@organisation.command(name="show")
def organisation_show(data: Data = None) -> None:
    """Show the signed policy in force."""
    held = settings.load(data)
    published = read_published(held.data, premises.unix_now()).organisation
    typer.echo(json.dumps(published.policy.model_dump(mode="json"), indent=1, ensure_ascii=False))


@reader.command(name="init")
def reader_init(
    role: Annotated[Role, typer.Option(help="quality, or recovery for the spare key kept offline.")],
    name: Annotated[str, typer.Option(help="Who the reader is, as customers see it.")],
    data: Data = None,
) -> None:
    """Make a reader's key. Its secret half stays on this machine."""
    secret, public = make_reader(settings.load(data).data / "readers", role, name)
    typer.echo(f"Your key: {secret}. Nobody else may have it; without it nothing can be opened.")
    typer.echo(f"For the organisation's policy: {public}")


replay.register(app)
app.add_typer(organisation, name="organisation")
app.add_typer(reader, name="reader")


def main() -> None:
    """Run a command; whatever goes wrong is said in words, with a remedy and an exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and give its exit code: 0 good, 1 a check failed, 2 misuse or trouble."""
    try:
        result = typer.main.get_command(app).main(arguments, prog_name="attended-relay", standalone_mode=False)
    except typer.Exit as finished:
        return finished.exit_code
    except (KeyboardInterrupt, typer.Abort, BrokenPipeError):
        return GOOD
    except Exception as wrong:  # noqa: BLE001 - the one place where a traceback would reach a person
        if isinstance(wrong, _COMMAND_LINE_WRONG):
            wrong.show()  # type: ignore[attr-defined]
            return MISUSE
        return _told(wrong)
    return result if isinstance(result, int) else GOOD


def _told(wrong: Exception) -> int:
    if isinstance(wrong, OSError):
        wrong = FileTrouble(f"{wrong.filename or ''}: {wrong.strerror}")
    if not isinstance(wrong, AttendedError):
        wrong = Unforeseen(f"{type(wrong).__name__}: {wrong}")
    _say(wrong)
    return CHECK_FAILED if isinstance(wrong, CheckFailed) else MISUSE


def _say(wrong: AttendedError) -> None:
    detail = f"\n  {wrong.detail}" if wrong.detail else ""
    typer.echo(f"{wrong.words} [{wrong.code}]{detail}\n{wrong.remedy}", err=True)


def _ready(data: Path, origin: str, *, waits: bool) -> None:
    typer.echo(f"Ready on {origin}")
    sys.stdout.flush()
    if waits:
        typer.echo(f"{NoOrganisation.words} [{NoOrganisation.code}]\n{_next_steps(data)}", err=True)


def _sign_directory(data: Path) -> str:
    return (
        f"take {data / 'directory.json'} to where the organisation keeps its key, run there\n"
        "  attended-relay organisation sign --directory directory.json\n"
        f"and bring the folder organisation/published to {data}/organisation. Nobody is helped through it before."
    )


def _next_steps(data: Path) -> str:
    return (
        "Next, best on an administrator's own machine:\n"
        "  attended-relay organisation init --domain DOMAIN --name NAME\n"
        "  attended-relay reader init --role quality --name NAME     and once more with --role recovery\n"
        "  attended-relay organisation sign --directory directory.json\n"
        f"Take {data / 'directory.json'} there, and bring the folder organisation/published to {data}/organisation.\n"
        "A relay that runs already takes it from there by itself."
    )


def _shown(value: object) -> str:
    return json.dumps(value if isinstance(value, bool | int | str) or value is None else str(value))


async def _invite(held: settings.Settings, name: str, role: str, trained_until: str | None) -> str:
    from relay.accounts import Accounts  # noqa: PLC0415
    from relay.store.database import Database  # noqa: PLC0415

    premises.demand_set_up(held)
    database = Database(held.database_address)
    try:
        await database.prepare()
        return await Accounts(database, premises.unix_now).invite(name, role, trained_until)
    finally:
        await database.close()


async def _sessions(held: settings.Settings) -> list[dict[str, Any]]:
    from relay.api.sessions import told  # noqa: PLC0415
    from relay.store.database import Database  # noqa: PLC0415
    from relay.store.sessions import SessionList  # noqa: PLC0415

    premises.demand_set_up(held)
    database = Database(held.database_address)
    try:
        await database.prepare()
        return [told(row, name) for row, name in await SessionList(database).listed()]
    finally:
        await database.close()


if __name__ == "__main__":
    main()
