"""What is kept: the only code that writes a database.

    store.Store      opens it; `write` runs a function in a transaction that appends entries to the log
    actor            who does it, where from, and what that person may do
    log, proof       the Merkle tree, pure; checkpoints and proofs from a store
    rows, tables     what an entry says, as rows: one projector an event kind
    verify, seal     everything recomputed; two small files beside a SQLite store
    decisions        outcomes with all they rest on
    suppression      hits that were cleared before, and what ends them
    watch, notices   what the watch has done and whom it tells; selftests: that they were run
    cases            opening and working on them; disposing, reopening, case_values, case_rows
    casefile, attachments, redflags, policies
    access           who read what, who was refused at the door
    applications     of the form bis748p; licences, their terms, and coverage of a trade
    shipments        and their eei, eei_check, eei_need
    statements       UVL statements, is-informed letters, end-user statements
    portfolio, portfolio_proof
    retention, deletion, find, people

To keep something new: a table (`tables.projection`), a migration, a schema `events/v1/KIND.json`, and a
module with the function that records it and the `@projects(KIND)` that writes its rows.
"""
