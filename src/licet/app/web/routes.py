"""All routes of the desk."""

from __future__ import annotations

from fastapi import APIRouter

from licet.app.web import asking, clearing, keeping, reference, signing, weighing

__all__ = ["router"]

router = APIRouter()
for _part in (asking, clearing, keeping, weighing, reference, signing):
    router.include_router(_part.router)
