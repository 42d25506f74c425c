"""Write docs/reference from the program itself: `make docs`; a test refuses stale pages."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import click

import licet
from licet.app.api.application import create_app
from licet.app.cli import root
from licet.app.settings import Settings
from licet.check.engine import Engine
from licet.core import errors
from licet.core.period import Status
from licet.law.book import rule_book
from licet.law.rule import Rule
from licet.lists.source import sources
from licet.match.features import FEATURES
from licet.store import events

FOLDER = Path(__file__).with_name("reference")
MADE = "<!-- made by `make docs`; edit the program, not this page -->\n"
#: Packages of licet.law, and how a reader calls that body of law.
BODIES = {
    "ear": ("ear", "Export Administration Regulations, 15 CFR 730-774"),
    "ofac": ("ofac", "OFAC: sanctions beside the EAR, 31 CFR chapter V"),
    "itar": ("itar", "ITAR: debarment, 22 CFR 127"),
    "state": ("state", "Department of State: nonproliferation sanctions"),
    "procurement": ("procurement", "Procurement: section 889, FCC Covered List, section 1260H"),
    "customs": ("customs", "Customs: forced labor"),
}


def _cell(text: object) -> str:
    return " ".join(str(text).replace("|", "\\|").split())


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def _page(title: str, *parts: str) -> str:
    return "\n".join([MADE, f"# {title}\n", *(part for part in parts if part)])


def _value(kind: click.ParamType[Any]) -> str:
    """What a parameter takes: its choices, or the name of its type."""
    if isinstance(kind, click.Choice):
        return " or ".join(str(choice) for choice in kind.choices)
    if isinstance(kind, click.Tuple):
        return " ".join(_value(one) for one in kind.types)
    if isinstance(kind, click.DateTime):
        return "YYYY-MM-DD"
    return kind.name.upper()


def _parameters(command: click.Command) -> Iterator[tuple[str, str]]:
    for one in command.params:
        if isinstance(one, click.Argument):
            taken = one.metavar or one.name or ""
            more = " ..." if one.nargs == -1 else ""
            choices = _value(one.type) if isinstance(one.type, click.Choice) else ""
            notes = [choices, "needed" if one.required else "may be left out"]
            yield f"`{taken.upper()}`{more}", "; ".join(note for note in notes if note)
        elif isinstance(one, click.Option) and not one.hidden:
            flags = ", ".join(f"`{flag}`" for flag in (*one.opts, *one.secondary_opts))
            value = "" if one.is_flag or one.count else f" {one.metavar or _value(one.type)}"
            notes = [
                one.help or "",
                "Required." if one.required else "",
                "Repeatable." if one.multiple else "",
            ]
            yield flags + value, " ".join(note for note in notes if note)


def _text(help: str) -> str:
    """A command's help as Markdown: click's marks for kept line breaks become code blocks."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", help.partition("\f")[0])]
    shown = []
    for part in parts:
        if part.lstrip().startswith("\b"):
            kept = textwrap.dedent(part.lstrip()[1:].strip("\n")).rstrip()
            shown.append(f"```text\n{kept}\n```")
        else:
            shown.append(" ".join(part.split()))
    return "\n\n".join(shown) + "\n"


def _commands(name: str, command: click.Command, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} licet {name}\n"
    yield _text(command.help or "")
    if rows := list(_parameters(command)):
        yield _table(["give", "what it does"], rows)
    if isinstance(command, click.Group):
        for inner, one in sorted(command.commands.items()):
            if not one.hidden:
                yield from _commands(f"{name} {inner}", one, 3)


def cli() -> str:
    """Every verb with its help and options."""
    context = click.Context(root)
    found = ((name, root.get_command(context, name)) for name in root.list_commands(context))
    verbs = [(name, command) for name, command in found if command is not None and not command.hidden]
    return _page(
        "Command line",
        "Every command also takes `--help`. Exit codes: 0 nothing stands in the way, 1 something does,"
        " 2 usage, 3 facts missing, 4 data stale, 5 the log does not verify.\n",
        *(part for name, command in verbs for part in _commands(name, command, 2)),
    )


def lists() -> str:
    """Every list: issuer, authority, effect, and how its document is had."""
    rows, documents = [], []
    for one in sorted(sources().values(), key=lambda each: each.id):
        rows += [
            (f"`{info.id}`", info.title, info.issuer, info.authority, info.legal_effect) for info in one.infos
        ]
        had = "embedded" if one.embedded else "by update"
        low, high = one.expects
        documents.append(
            (
                f"`{one.id}`",
                had + (", by hand" if one.by_hand else ""),
                f"{low} to {high}",
                f"{one.max_drop:.0%}",
                f"{one.max_age} days",
                one.terms,
                f"<{one.address}>" if one.address else "not fetched",
            )
        )
    return _page(
        "Lists",
        _table(["list", "title", "issuer", "authority", "what a listing means"], sorted(rows)),
        "## Documents\n\nOne document may carry several lists. A count outside the range, or a greater drop"
        " against the edition before, refuses the document; older than the age, it is stale.\n",
        _table(["document", "comes", "listings", "drop", "age", "terms", "address"], documents),
    )


def _days(rule: Rule) -> str:
    told = []
    for period in rule.periods:
        status = "" if period.status is Status.IN_FORCE else f" {period.status.value}"
        doubt = "" if period.confirmed else ", needs confirmation"
        by = f" ({period.by})" if period.by else ""
        told.append(f"{period}{status}{by}{doubt}")
    return "; ".join(told)


def _rule(rule: Rule) -> str:
    gp = f", General Prohibition {rule.gp}" if rule.gp else ""
    code = f" {rule.code}" if rule.code else ""
    return (
        f"### `{rule.id}`\n\n**{rule.citation}** ({rule.kind.value}{code}{gp}): {rule.says}.\n\n"
        f"{rule.doc}\n\nHolds: {_days(rule)}.\n"
    )


def rules() -> dict[str, str]:
    """One page a body of law, and every rule in it."""
    bodies: dict[str, dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
    for rule in rule_book().rules:
        words = rule.module.split(".")
        body = words[words.index("us") + 1] if "us" in words else words[0]
        bodies[body][words[-1]].append(rule)
    pages = {}
    for body, modules in sorted(bodies.items()):
        file, title = BODIES.get(body, (body, body))
        count = sum(len(many) for many in modules.values())
        parts = [
            f"{count} rules. A period `[a, b)` holds from day a until the day before b.\n",
        ]
        for module, many in sorted(modules.items()):
            parts.append(f"## {module}\n")
            parts += [_rule(rule) for rule in sorted(many, key=lambda each: each.id)]
        pages[f"rules-{file}.md"] = _page(title, *parts)
    return pages


def features() -> str:
    """The evidence of the matcher."""
    rows = (
        (f"`{one.name}`", "for" if one.favours > 0 else "against", one.says, ", ".join(map(str, one.knots)))
        for one in FEATURES.values()
    )
    return _page(
        "Evidence of a name match",
        "Each piece of evidence is a number; its weight is interpolated between the knots"
        " and can only go the way it speaks. See [the model card](../model-card.md).\n",
        _table(["evidence", "speaks", "what it measures", "knots"], rows),
    )


def _errors(kind: type[errors.LicetError], depth: int) -> Iterator[tuple[str, str, str]]:
    doc = (kind.__doc__ or "").split("\n")[0]
    yield f"{'&nbsp;' * 4 * depth}`{kind.__name__}`", f"`{kind.code}`", doc
    for inner in kind.__subclasses__():
        if inner.__module__ == errors.__name__:
            yield from _errors(inner, depth + 1)


def error_tree() -> str:
    """The tree of errors."""
    return _page(
        "Errors",
        "The command line prints `error[code]: message`, the place and a `fix:` line; the API gives the same"
        " code.\n",
        _table(["error", "code", "when"], _errors(errors.LicetError, 0)),
    )


def _form(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return "one of " + ", ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type", "anything")
    named = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if named == "array":
        return f"array of {_form(schema.get('items', {}))}"
    if named == "object" and "properties" in schema:
        return "object (" + ", ".join(schema["properties"]) + ")"
    return named


def event_kinds() -> str:
    """The kinds of log entries and their fields."""
    parts = []
    for kind in events.kinds():
        schema = events.schema_of(kind)
        needed = set(schema.get("required", ()))
        fields = [
            f"`{name}`{'' if name in needed else ' (may be left out)'}: {_form(form)}"
            for name, form in schema.get("properties", {}).items()
        ]
        parts.append((f"`{kind}`", schema.get("title", ""), "; ".join(fields) or "nothing more"))
    return _page(
        "Events of the log, version 1",
        "An entry whose data do not fit its kind's schema is not written.\n",
        _table(["event", "what happened", "data"], parts),
    )


def _taken(operation: dict[str, Any]) -> Iterator[str]:
    """What a route takes: parameters, then the body."""
    for one in operation.get("parameters", ()):
        needed = "" if one.get("required") else " (may be left out)"
        yield f"`{one['name']}`{needed}"
    for kind in operation.get("requestBody", {}).get("content", {}):
        yield f"a body of `{kind}`"


def http_api() -> str:
    """Every route of the HTTP API, by its group, and every setting of the server."""
    schema = create_app(Settings()).openapi()
    groups: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for path, operations in schema["paths"].items():
        for verb, operation in operations.items():
            says = " ".join((operation.get("description") or operation.get("summary", "")).split())
            row = (f"`{verb.upper()} {path}`", says, "; ".join(_taken(operation)) or "nothing")
            groups[operation.get("tags", ["other"])[0]].append(row)
    told = inspect.getdoc(Settings) or ""
    settings = re.findall(
        r"^    (\w+): (.*?)(?=^    \w+: |\Z)", told.split("Attributes:")[1], re.DOTALL | re.MULTILINE
    )
    return _page(
        "HTTP API",
        "`/openapi.json` of a running server has the same with the shape of every body. Refusals are RFC 9457"
        " problems with the codes of [errors](errors.md). See [how to use it](../api.md).\n",
        *(
            f"## {group}\n\n" + _table(["route", "what it does", "takes"], rows)
            for group, rows in groups.items()
        ),
        "## Settings\n\nIn a TOML file or as `LICET_<NAME>`; the environment wins.\n",
        _table(
            ["setting", "default", "meaning"],
            ((f"`{name}`", f"`{getattr(Settings(), name)!r}`", says) for name, says in settings),
        ),
    )


def _signature(name: str, what: object) -> str:
    text = str(inspect.signature(cast(Any, what))).replace("(self, ", "(").replace("(self)", "()")
    return f"```python\n{name}{text.replace(chr(39), '')}\n```\n\n```text\n{inspect.getdoc(what)}\n```\n"


def python_api() -> str:
    """The public names of the package, and the engine that `licet.open` gives."""
    shown = [
        (f"licet.{name}", getattr(licet, name))
        for name in licet.__all__
        if callable(getattr(licet, name)) and name != "Index"
    ]
    methods = [
        (f"{owner}.{name}", getattr(kind, name))
        for owner, kind in (("engine", Engine), ("licet.Index", licet.Index))
        for name, member in vars(kind).items()
        if not name.startswith("_") and callable(getattr(kind, name)) and not isinstance(member, property)
    ]
    return _page(
        "Python",
        "`import licet` costs nothing: each name is loaded when it is first used.\n",
        *(f"## `{name}`\n\n" + _signature(name, what) for name, what in (*shown, *methods)),
    )


def pages() -> dict[str, str]:
    """Every page by its file name."""
    made = {
        "cli.md": cli(),
        "http.md": http_api(),
        "python.md": python_api(),
        "lists.md": lists(),
        **rules(),
        "features.md": features(),
        "errors.md": error_tree(),
        "events.md": event_kinds(),
    }
    titles = {name: text.split("# ", 1)[1].split("\n", 1)[0] for name, text in made.items()}
    index = "\n".join(f"- [{title}]({name})" for name, title in titles.items()) + "\n"
    return {"index.md": _page("Reference", "Written from the program itself.\n", index), **made}


def main() -> None:
    """Write the pages, and take away those that nothing makes any more."""
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for file in FOLDER.glob("*.md"):
        if file.name not in made:
            file.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
