"""The two free-text cells become codes; what is not understood is kept whole and reads as unknown."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from licet.core.listing import Clause, ItemScope, PolicyScope, Requirement, ReviewPolicy, Verb
from licet.core.listing_words import describe_policy, describe_requirement
from licet.lists.wording import read_cells, read_policy, read_requirement

FOOTNOTE_3 = "For all items subject to the EAR. (See §§ 734.9(g),³ 746.8(a)(3), and 744.21(b) of the EAR)"
GOV = (
    f"{FOOTNOTE_3}. This license requirement may be overcome by License Exception GOV under § 740.11(b)(2) "
    "and (e)."
)
FOOD = (
    "Policy of denial for all items subject to the EAR apart from food and medicine designated as EAR99, "
    "which will be reviewed on a case-by-case basis. See §§ 746.8(b) and 744.21(e)"
)
XINJIANG = (
    "Case-by-case review for ECCNs 1A004.c, 1A004.d, 1A995, 1A999.a, 1D003, 2A983, 2D983, and 2E983, and for "
    "EAR99 items described in the Note to ECCN 1A995; case-by-case review for items necessary to detect, "
    "identify and treat infectious disease; and presumption of denial for all other items subject to the EAR."
)
SPLIT_3B001 = (
    "Presumption of denial except case-by-case for items not described in ECCN 3B001.a.4, .c, .d, f.1.b.2, "
    ".k to .p; 3B002.c, 3B993, or 3B994"
)
REQUIREMENTS = (
    "For all items subject to the EAR (See §744.11 of the EAR).",
    "For all items subject to the EAR, see §§ 734.9(e) ¹ and 744.11 of the EAR ²",
    "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)⁴",
    "For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR",
    "For items on the CCL and EAR99 items listed in supplement no. 7 to part 746 of the EAR.",
    "For items on the CCL and listed in supplement no. 7 to part 746 of the EAR",
    "For any item subject to the EAR listed in supplement no. 2 to part 744.",
    FOOTNOTE_3,
    GOV,
)
POLICIES = (
    "Presumption of denial",
    "Policy of denial.",
    "See §§ 744.2(d), 744.3(d), and 744.4(d) of this part",
    "Case-by-case for all items listed on the CCL. Presumption of approval for EAR99 items",
    "Policy of denial; Case-by-case basis for U.S. Government supported space programs",
    FOOD,
    XINJIANG,
    SPLIT_3B001,
)


def test_plain_requirement() -> None:
    """All items, one section, no footnote."""
    assert read_requirement(REQUIREMENTS[0]) == Requirement(scope=ItemScope.ALL_EAR, sections=("744.11",))


@pytest.mark.parametrize(
    ("cell", "footnotes"),
    [
        (REQUIREMENTS[1], (1, 2)),
        (REQUIREMENTS[2], (4,)),
        (FOOTNOTE_3, (3,)),
        ("For all items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.11 of the EAR)", (3,)),
        ("For All Items Subject to the EAR (See §734.9(e)1, and §744.11 of the EAR)2.", (1, 2)),
        ("For all items subject to the EAR (See §§734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5", (5,)),
        (REQUIREMENTS[4], ()),
        (REQUIREMENTS[6], ()),
    ],
)
def test_footnotes_are_read_only_where_they_stand(cell: str, footnotes: tuple[int, ...]) -> None:
    """A digit behind a 734.9 cite or behind "EAR" is a footnote; the 7 of "supplement no. 7" is not."""
    assert read_requirement(cell).footnotes == footnotes


def test_missing_footnote_mark_is_inferred_and_flagged() -> None:
    """734.9(g) without its mark means footnote 3; a bare 734.9(e) could be several and says so."""
    inferred = read_requirement("For all items subject to the EAR (See §§ 734.9(g), 746.8(a)(3) of the EAR)")
    assert (inferred.footnotes, inferred.inferred_footnotes, inferred.flags) == ((), (3,), ("INFERRED",))
    bare = read_requirement("For all items subject to the EAR. (See §734.9(e) and §744.11 of the EAR)")
    assert (bare.inferred_footnotes, bare.flags) == ((), ("FOOTNOTE_MISSING",))


def test_digit_behind_another_cite_is_not_guessed() -> None:
    """A digit left behind 746.8(a)(4) is residue: the cell stays unread."""
    cell = "For all items subject to the EAR when used in projects specified in § 746.8(a)(4)5 of the EAR"
    assert read_requirement(cell).scope is ItemScope.UNPARSED


def test_carve_outs_and_exceptions() -> None:
    """What is taken out and which licence exception stays open are codes."""
    uav = read_requirement(
        "All items subject to the EAR. (See § 744.11 of the EAR), except for EAR99-designated technology for "
        "the operation, maintenance, or repair of unmanned aerial vehicles (UAV) released to this entity by "
        "the operator of the UAV"
    )
    assert uav.carve_outs == ("EAR99_TECH_UAV_OPERATOR",)
    assert read_requirement(GOV).exceptions == ("GOV 740.11(b)(2) and (e)",)


def test_energy_carve_out_keeps_its_codes() -> None:
    """Harmonized System codes of a carve-out are data, each once."""
    found = read_requirement(
        "All items subject to the EAR except for: —crude oil, condensates, aromatics, natural gas liquids, "
        "hydrocarbon gas liquids, natural gas plant liquids, refined petroleum products, liquefied natural "
        "gas, natural gas, synthetic natural gas, and compressed natural gas under the following Harmonized "
        "System (HS) codes: 271111, 2711210000, 2711210000, 2709; or —items required for the continued "
        "operation of joint ventures with persons from countries in Country Group A:1 in supplement no. 1 to "
        "part 740 of the EAR not operating in any body of water, or the airspace above any body of water, "
        "within the following coordinates: Upper Left: 26°4′48.931″ N 104°31′41.383″ E Upper Right: "
        "26°4′48.931″ N 123°19′22.225″ E Lower Right: 0°0′0.00″ N 123°19′22.225″ E Lower Left: 0°0′0.00″ N "
        "104°31′41.383″ E"
    )
    assert found.carve_outs == ("HS_LIST_ENERGY", "JV_A1_OUTSIDE_COORDINATES")
    assert found.carve_out_hs == ("271111", "2711210000", "2709")


def test_project_condition() -> None:
    """Entries limited to 746.8(a)(4) projects carry the condition."""
    assert read_requirement(REQUIREMENTS[3]).conditions == ("END_USE_746.8(a)(4)_PROJECT",)


def test_named_items_come_before_all_others() -> None:
    """The food and medicine branch is read before the denial, wherever the cell prints it."""
    policy = read_policy(FOOD)
    assert [(clause.verb, clause.scope) for clause in policy.clauses] == [
        (Verb.CASE_BY_CASE, PolicyScope.FOOD_MEDICINE_EAR99),
        (Verb.POLICY_DENIAL, PolicyScope.OTHERWISE),
    ]
    assert policy.sections == ("746.8(b)", "744.21(e)")


def test_policy_of_the_xinjiang_entries() -> None:
    """Named ECCNs, the EAR99 note, infectious disease, then presumption of denial for the rest."""
    scopes = [clause.scope for clause in read_policy(XINJIANG).clauses]
    assert scopes == [
        PolicyScope.ECCNS,
        PolicyScope.EAR99_NOTE_1A995,
        PolicyScope.INFECTIOUS_DISEASE,
        PolicyScope.OTHERWISE,
    ]
    assert read_policy(XINJIANG).clauses[0].eccns[-1] == "2E983"


def test_paragraph_lists_and_ranges() -> None:
    """A bare paragraph belongs to the entry before it and `.k to .p` is six paragraphs."""
    (named, rest) = read_policy(SPLIT_3B001).clauses
    assert named.scope is PolicyScope.NOT_ECCNS
    assert named.eccns[:4] == ("3B001.a.4", "3B001.c", "3B001.d", "3B001.f.1.b.2")
    assert named.eccns[4:10] == tuple(f"3B001.{letter}" for letter in "klmnop")
    assert named.eccns[10:] == ("3B002.c", "3B993", "3B994")
    assert rest == Clause(verb=Verb.PRESUMPTION_DENIAL, scope=PolicyScope.OTHERWISE)


def test_reference_alone() -> None:
    """A cell of cites only is a reference to be resolved, not a policy."""
    policy = read_policy("See § 744.2(d) of the EAR and 744.3(d) of the EAR")
    assert policy.clauses == (Clause(verb=Verb.BY_REFERENCE),)
    assert policy.sections == ("744.2(d)", "744.3(d)")
    meu = (
        "The license application procedure and license review policy for entities specified in supplement "
        "no. 2 to part 744 is specified in §744.21(d) and (e)."
    )
    assert read_policy(meu).sections == ("744.21(d)", "744.21(e)")


@pytest.mark.parametrize(
    "cell",
    [
        "Presumption for denial.",
        "casa-by-case review",
        "Case-by case basis",
        "Policy of denial. See § 744.21e",
    ],
)
def test_misprints_of_the_sources_are_read(cell: str) -> None:
    """The misprints that the official files contain do not stop the grammar."""
    assert read_policy(cell).is_readable


def test_swapped_columns_are_read_and_flagged() -> None:
    """A row whose cells only make sense the other way round is read that way and says so."""
    cells = read_cells("Presumption of denial", REQUIREMENTS[0])
    assert cells.requirement.flags == ("COLUMNS_SWAPPED",)
    assert cells.policy.clauses == (Clause(verb=Verb.PRESUMPTION_DENIAL),)
    assert cells.left == ""


def test_policy_in_the_requirement_cell_joins_the_policy() -> None:
    """Half a policy in the requirement column is neither lost nor left there."""
    cells = read_cells(
        "For all items subject to the EAR, with case-by-case basis for items listed on the CCL",
        "Presumption of approval for EAR99 items",
    )
    assert [clause.scope for clause in cells.policy.clauses] == [PolicyScope.CCL, PolicyScope.EAR99]
    assert cells.requirement.flags == ("POLICY_IN_REQUIREMENT_CELL",)


def test_requirement_text_in_both_cells_leaves_the_policy_unknown() -> None:
    """When the policy cell repeats a requirement, the policy reads as unknown and the cell is kept."""
    cells = read_cells(REQUIREMENTS[0], REQUIREMENTS[3])
    assert cells.requirement.scope is ItemScope.ALL_EAR
    assert not cells.policy.is_readable
    assert cells.left == REQUIREMENTS[3]


def test_contradicting_policies_are_not_resolved() -> None:
    """Two policies for everything are not ranked by the reader."""
    assert not read_policy("Presumption of denial. Case-by-case basis").is_readable


@given(st.sampled_from(REQUIREMENTS), st.integers(min_value=0, max_value=60))
def test_one_foreign_word_makes_a_requirement_unread(cell: str, at: int) -> None:
    """No word is ever passed over: an unknown one anywhere makes the whole cell UNPARSED."""
    words = re.split(r"(?<=[a-z]) ", cell)
    words.insert(at % (len(words) + 1), "zebra")
    assert read_requirement(" ".join(words)).scope is ItemScope.UNPARSED


@given(st.sampled_from(POLICIES), st.integers(min_value=0, max_value=60))
def test_one_foreign_word_makes_a_policy_unread(cell: str, at: int) -> None:
    """The same for policies."""
    words = re.split(r"(?<=[a-z]) ", cell)
    words.insert(at % (len(words) + 1), "zebra")
    assert not read_policy(" ".join(words)).is_readable


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_gives_codes(requirement: str, policy: str) -> None:
    """No text raises, and what was not read is kept whole."""
    cells = read_cells(requirement, policy)
    if cells.requirement.scope is ItemScope.UNPARSED and requirement.strip():
        assert requirement.strip() in cells.left


@given(st.sampled_from(REQUIREMENTS), st.sampled_from(POLICIES))
def test_codes_survive_json(requirement: str, policy: str) -> None:
    """Codes written as JSON and read back are the same codes."""
    first, second = TypeAdapter(Requirement), TypeAdapter(ReviewPolicy)
    cells = read_cells(requirement, policy)
    assert first.validate_json(first.dump_json(cells.requirement)) == cells.requirement
    assert second.validate_json(second.dump_json(cells.policy)) == cells.policy


@given(st.sampled_from([Verb.POLICY_DENIAL, Verb.PRESUMPTION_DENIAL, Verb.CASE_BY_CASE]), st.booleans())
def test_our_own_sentence_reads_back(verb: Verb, split: bool) -> None:
    """A policy printed by us and read again is the same policy, where our words are the source's."""
    clauses = [Clause(verb=verb)]
    if split:
        clauses = [
            Clause(verb=Verb.CASE_BY_CASE, scope=PolicyScope.CCL),
            Clause(verb=verb, scope=PolicyScope.OTHERWISE),
        ]
    policy = ReviewPolicy(clauses=tuple(clauses))
    assert read_policy(describe_policy(policy)) == policy


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (REQUIREMENTS[0], "all items subject to the EAR (15 CFR 744.11)"),
        (
            REQUIREMENTS[3],
            "all items subject to the EAR, only when used in a project of 15 CFR 746.8(a)(4) "
            "(15 CFR 746.8(a)(4))",
        ),
        ("?", "the entry's licence requirement could not be read; taken as all items subject to the EAR"),
    ],
)
def test_requirement_sentences(cell: str, sentence: str) -> None:
    """Codes print as one sentence of ours."""
    assert describe_requirement(read_requirement(cell)) == sentence


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            FOOD,
            "case-by-case review for food and medicine designated EAR99; policy of denial for all other "
            "items (15 CFR 746.8(b) and 744.21(e))",
        ),
        ("See §§ 744.2(d) and 744.3(d)", "as 15 CFR 744.2(d) and 744.3(d) say"),
        ("?", "the entry's review policy could not be read; policy unknown"),
    ],
)
def test_policy_sentences(cell: str, sentence: str) -> None:
    """Policies print as one sentence of ours, named items first."""
    assert describe_policy(read_policy(cell)) == sentence


@pytest.mark.shared
def test_screening_list_wording(shared: Path) -> None:
    """Of the 3,490 rows with cells in the screening list, two are not read: both repeat the requirement."""
    with gzip.open(shared / "us/csl/csl-2026-07-31.compact.json.gz") as file:
        data = json.load(file)
    tables = data["tables"]
    rows = [
        (tables["licenceRequirements"][entry["lr"]], tables["licencePolicies"][entry["lp"]])
        for entry in data["entries"]
        if "lr" in entry
    ]
    unread = [row for row in rows if read_cells(*row).left]
    assert len(rows) == 3490
    assert len(unread) == 2
    assert all(read_requirement(policy).scope is ItemScope.ALL_EAR for _, policy in unread)
