"""Groups of options: the command line sees each option, the command its group."""

import inspect
from typing import Annotated, Any, NamedTuple

import typer
from typer.testing import CliRunner

from netinv.cli.groups import grouped


class Place(NamedTuple):
    row: Annotated[int, typer.Option("--row", help="Which row.")] = 1
    name: Annotated[str | None, typer.Option("-n", "--name")] = None


class Needed(NamedTuple):
    code: Annotated[str, typer.Option("--code")]


def program(seen: list[Any]) -> typer.Typer:
    made = typer.Typer()

    @made.command()
    @grouped
    def command(
        run: typer.Context,
        *,
        before: Annotated[bool, typer.Option("--before")] = False,
        place: Place,
        after: Annotated[str, typer.Option("--after")] = "a",
        needed: Needed,
    ) -> int:
        seen.append((type(run).__name__, before, place, after, needed))
        return 7

    return made


def test_options_of_a_group_stand_in_its_place_and_come_as_one() -> None:
    seen: list[Any] = []
    ran = CliRunner().invoke(program(seen), ["--code", "x", "-n", "hà", "--before", "--after", "b"])
    assert ran.exit_code == 0, ran.output
    assert seen == [("Context", True, Place(1, "hà"), "b", Needed("x"))]
    assert isinstance(seen[0][2], Place)
    shown = CliRunner().invoke(program(seen), ["--help"]).output
    places = [shown.index(option) for option in ("--before", "--row", "--name", "--after", "--code")]
    assert places == sorted(places)
    assert "Which row." in shown


def test_an_option_of_a_group_without_a_default_must_be_given() -> None:
    seen: list[Any] = []
    ran = CliRunner().invoke(program(seen), [])
    assert ran.exit_code == 2
    assert "--code" in ran.output
    assert not seen


def test_a_command_without_groups_stays_as_it_is() -> None:
    def command(n: int, word: str = "w") -> str:
        return word * n

    assert grouped(command)(n=2, word="a") == "aa"
    assert list(inspect.signature(grouped(command)).parameters) == ["n", "word"]
