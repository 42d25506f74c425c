"""How a check looks in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from licet.check.finding import Disposition, Finding, ListState, PartyCheck, Standing
from licet.check.same import FoundParty, found_parties, meaning_of
from licet.core.country import country_name
from licet.core.listing_words import NOTE_WORDS, describe_policy, describe_requirement
from licet.core.period import period_on

if TYPE_CHECKING:
    from licet.core.listing import Version
    from licet.owners.decide import Report

#: How many reasons of the links to print; `--json` has all.
_REASONS = 4
_STYLE = {
    Disposition.MATCH: ("bold white on red", "MATCH"),
    Disposition.OWNED: ("bold white on red", "OWNED BY LISTED PARTIES"),
    Disposition.REVIEW: ("bold black on yellow", "REVIEW"),
    Disposition.STAGED: ("bold black on cyan", "LISTED LATER"),
    Disposition.CLEARED: ("bold black on green", "CLEARED BEFORE"),
    Disposition.NOTHING_FOUND: ("bold black on green", "NOTHING FOUND"),
}


def print_check(answer: PartyCheck, console: Console | None = None) -> None:
    """Print the whole answer: what was found, what it means, what it stands on, what was not checked."""
    console = console or Console(highlight=False)
    style, word = _STYLE[answer.disposition]
    head = Text.assemble(
        (f" {word} ", style), "  ", (answer.party.name, "bold"), f"  on {answer.on.isoformat()}"
    )
    console.print(head)
    states = {state.id: state for state in answer.lists}
    for number, party in enumerate(found_parties(answer.findings, answer.linked), 1):
        console.print()
        _print_party(console, number, party, states, answer.on)
    if answer.ownership is not None:
        console.print()
        _print_ownership(console, answer.ownership)
    if answer.near_misses:
        console.print()
        console.print(Text("looked at and ruled out:", "dim"))
        for miss in answer.near_misses:
            console.print(Padding(Text(f"{miss.why}  [{miss.listing}]", "dim"), (0, 0, 0, 3)))
    console.print()
    _print_ground(console, answer)


def _print_party(
    console: Console, number: int, party: FoundParty, states: Mapping[str, ListState], on: date
) -> None:
    """One listed party: its name once, why its listings are one, then each listing whole."""
    best = party.findings[0]
    codes = dict.fromkeys(code for one in party.findings for code in one.listing.party.countries)
    where = ", ".join(country_name(code) for code in codes)
    verdict = "bold red" if best.verdict == "match" else "yellow"
    console.print(
        Text.assemble(
            (f"{number:>2} ", "dim"), (best.listing.party.name, "bold"),
            (f"  {where}" if where else "", "dim"), "  ", (f"{best.verdict} {best.score:.2f}", verdict),
        )
    )  # fmt: skip
    if party.links:
        lists = len({one.listing.list for one in party.findings})
        reasons = list(dict.fromkeys(reason for link in party.links for reason in link.why))
        said = "; ".join(reasons[:_REASONS]) + ("; ..." if len(reasons) > _REASONS else "")
        together = f"{len(party.findings)} entries on {_lists(lists)}, taken as one party: {said}"
        console.print(Padding(Text(together, "dim"), (0, 0, 0, 3)))
    before = None
    for finding in party.findings:
        if before is not None:
            console.print()
        _print_finding(console, finding, states.get(finding.listing.list), on, before)
        before = finding


def _print_finding(
    console: Console, finding: Finding, state: ListState | None, on: date, before: Finding | None
) -> None:
    listing, version = finding.listing, finding.version
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", width=9)
    table.add_column(overflow="fold")
    table.add_row("list", Text(f"{state.title if state else listing.list} ({listing.list})", "bold"))
    if before is None or _plain(before.evidence) != _plain(finding.evidence):
        table.add_row("why", finding.evidence)
    table.add_row("standing", _standing(finding, on))
    meaning = meaning_of(finding, state)
    if meaning.words:
        table.add_row("means", "; ".join(meaning.words))
    if meaning.legal_effect:
        table.add_row("effect", meaning.legal_effect)
    if meaning.acts:
        table.add_row("law", "; ".join(meaning.acts))
    coming = _coming(finding)
    if version and version.requirement:
        table.add_row("requires", describe_requirement(version.requirement))
    elif coming and coming.requirement:
        told = f"from {listing.period.start}: {describe_requirement(coming.requirement)}"
        table.add_row("requires", Text(told, "cyan"))
    elif listing.versions:
        table.add_row("requires", Text("not known for that day: the editions held begin later", "yellow"))
    if version and version.policy:
        table.add_row("policy", describe_policy(version.policy))
    elif coming and coming.policy:
        table.add_row(
            "policy", Text(f"from {listing.period.start}: {describe_policy(coming.policy)}", "cyan")
        )
    elif listing.versions:
        table.add_row("policy", Text("not known for that day", "yellow"))
    if listing.programmes:
        table.add_row("programme", ", ".join(listing.programmes))
    if listing.address_only:
        table.add_row("address", "the entry is an address: any party there is covered (15 CFR 744.16(a))")
    if listing.cites:
        cites = (f"{cite}" + (f" ({cite.day})" if cite.day else "") for cite in listing.cites)
        table.add_row("filings", " · ".join(cites))
    for note in listing.notes:
        if note in NOTE_WORDS:
            table.add_row("note", NOTE_WORDS[note])
    if finding.cleared:
        held = finding.cleared
        people = f"{held.by} and {held.second}" if held.second else held.by
        said = f"{held.id}: by {people} on {held.at[:10]}, until {held.expires}: {held.reason}"
        table.add_row("cleared", Text(said, "green"))
    for question in () if finding.cleared or finding.linked_to else finding.listed.asks():
        table.add_row("ask", Text(question.text, "cyan"))
    table.add_row("entry", Text(listing.id, "dim"))
    console.print(Padding(table, (0, 0, 0, 3)))


def _plain(sentence: str) -> str:
    """A sentence of evidence without the case in which each list writes the same name."""
    return sentence.casefold()


def _print_ownership(console: Console, report: Report) -> None:
    table = Table(
        title=f"through its owners ({report.owners} known)", title_justify="left", box=None, padding=(0, 2)
    )
    for column in ("rule", "reached", "listed owners hold", "listed owners", "to settle it"):
        table.add_column(column, overflow="fold")
    words = {"yes": ("yes", "bold red"), "unknown": ("unknown", "yellow"), "no": ("no", "dim")}
    for decision in report.decisions:
        word, style = words[decision.answer.truth.value]
        mark = "" if decision.confirmed else " (not confirmed)"
        force = "" if decision.in_force else ", rule not in force"
        table.add_row(
            decision.regime,
            Text(word + force + mark, style),
            str(decision.share),
            ", ".join(holder.listing.party.name for holder in decision.holders),
            decision.questions[0].text if decision.questions else "",
        )
    console.print(table)
    for caution in dict.fromkeys(text for decision in report.decisions for text in decision.cautions):
        console.print(Padding(Text(f"caution: {caution}", "yellow"), (0, 0, 0, 3)))


def _coming(finding: Finding) -> Version | None:
    """What an entry that is not in force yet will say from its first day."""
    start = finding.listing.period.start
    if finding.standing is not Standing.NOT_YET or start is None:
        return None
    return finding.listing.version_on(start)


def _standing(finding: Finding, on: date) -> Text:
    period = finding.listing.period
    if finding.standing is Standing.UNKNOWN and "STAGED_CONTRADICTED" in finding.listing.notes:
        return Text(f"not known: a staged filing adds it from {period.start}, the edition lacks it", "yellow")
    earlier = period_on(finding.listing.earlier, on)
    if earlier is not None and earlier.confirmed:
        return Text(f"in force on {on.isoformat()}: listed from {earlier.start} to {earlier.end}")
    if earlier is not None:
        return Text(
            f"not known for {on.isoformat()}: it left the list between {earlier.start} and {earlier.end}",
            "yellow",
        )
    since = f"since {period.start.isoformat()}" if period.start else "since when is not known"
    match finding.standing:
        case Standing.IN_FORCE:
            return Text(f"in force on {on.isoformat()}, {since}")
        case Standing.NOT_YET:
            return Text(f"from {period.start}: not in force on {on.isoformat()}", "cyan")
        case Standing.ENDED:
            return Text(f"no longer listed since {period.end}", "dim")
        case Standing.UNKNOWN:
            return Text(f"not known for {on.isoformat()}: the history held does not reach that day", "yellow")


def _lists(count: int) -> str:
    return "1 list" if count == 1 else f"{count} lists"


def _print_ground(console: Console, answer: PartyCheck) -> None:
    total = sum(state.count for state in answer.lists)
    held = ", ".join(filter(None, (_lists(len(answer.lists)), f"{total:,} listings", answer.editions)))
    console.print(Text(f"stands on snapshot {answer.snapshot[:12]}: {held}", "dim"))
    console.print(Text("not checked: " + "; ".join(answer.not_checked), "dim"))
    if answer.incomplete:
        count, on = len(answer.incomplete), answer.on.isoformat()
        console.print(
            Text.assemble(
                ("history: ", "bold yellow"),
                (
                    f"{_lists(count)} {'is' if count == 1 else 'are'} not held whole for {on};"
                    " what was removed since is not seen: ",
                    "yellow",
                ),
                ("every one" if 1 < count == len(answer.lists) else ", ".join(answer.incomplete), "yellow"),
            )
        )
    for says in answer.reopened:
        console.print(Text(f"cleared before, no longer: {says}", "bold yellow"))
    for says in answer.contradictions:
        console.print(Text(f"staged filing contradicted: {says}", "yellow"))
    for says in dict.fromkeys(state.stale for state in answer.lists if state.doubted):
        console.print(Text.assemble(("self-test: ", "bold yellow"), (says, "yellow")))
    if answer.stale:
        every = 1 < len(answer.stale) == len(answer.lists)
        ids = "every one" if every else ", ".join(line.partition(":")[0] for line in answer.stale)
        console.print(
            Text.assemble(
                ("stale: ", "bold yellow"),
                (f"{_lists(len(answer.stale))} may have changed since: {ids}", "yellow"),
            )
        )
        console.print(
            Text("       run `licet lists update`; until then nothing found is not enough", "yellow")
        )
