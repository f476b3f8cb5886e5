"""From the arguments of a request to what the archive is asked."""

from __future__ import annotations

from indexer.search.service import SearchRequest
from webapp.params import SearchParams


def to_request(params: SearchParams, size: int, *, grouped: bool, fold: bool = False) -> SearchRequest:
    """The search that the arguments ask for; ``size`` where they name none. Lists to take away are not
    folded: a document whose passages stand word by word in another would be missing."""
    return SearchRequest(
        query=params.query,
        kinds=params.kinds,
        collections=params.collections,
        languages=params.languages,
        date_from=params.date_from,
        date_to=params.date_to,
        size=params.size or size,
        cursor=params.cursor,
        grouped=grouped,
        speakers=params.speakers,
        cited=params.cited,
        sort=params.sort,
        fold=fold,
        expand=params.besides.expand,
        without=params.besides.not_expanded,
        misreadings=params.besides.variants,
    )
