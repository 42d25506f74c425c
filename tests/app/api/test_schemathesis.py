"""Schemathesis on every operation of the OpenAPI document, as somebody of each role and as nobody.

More examples by hand: `LICET_EXAMPLES=500 python -m pytest -n 0 tests/app/api/test_schemathesis.py`.
"""

from __future__ import annotations

import os
import warnings
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from licet.store.actor import Role
from tests.app.api.conftest import Desk

#: Requests to each operation as each role.
EXAMPLES = int(os.environ.get("LICET_EXAMPLES", "3"))


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return str(value).encode()


def _told(failure: BaseException) -> str:
    parts = failure.exceptions if isinstance(failure, BaseExceptionGroup) else ()
    return "\n".join([str(failure), *(f"  {type(one).__name__}: {one}" for one in parts)])


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_schemathesis_finds_nothing(desk: Desk, role: Role | None) -> None:
    """No failure of the server, and each answer as the document says: status, media type, headers, shape."""
    headers = desk.headers(role) if role else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_asgi(
            "/openapi.json", desk.client.app, headers={"Host": "localhost"}
        )
        found: list[str] = []
        for result in schema.get_all_operations():
            operation = result.ok()  # type: ignore[union-attr]  # an operation that cannot be read raises here

            @settings(
                max_examples=EXAMPLES,
                deadline=None,
                derandomize="LICET_EXAMPLES" not in os.environ,
                database=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(), data=st.data())
            def holds(case: schemathesis.Case[Any], data: st.DataObject) -> None:
                case.call_and_validate(
                    base_url="http://localhost", headers=headers, excluded_checks=[positive_data_acceptance]
                )

            try:
                holds()
            except (Exception, FailureGroup) as failure:
                found.append(f"{operation.label}: {_told(failure)}")
    assert not found, "\n\n".join(found)
