"""All tables, imported once, so that metadata is whole for migrations and start-up."""

from fieldapp.store import (
    addresses,
    bounces,
    categories,
    crew_phones,
    followers,
    municipality,
    observations,
    operations,
    outbox,
    owner_mails,
    owners,
    participants,
    people,
    photos,
    ratings,
    revisions,
    thanks,
    throttle,
    tickets,
    walks,
)
from fieldapp.store.db import Model

MODULES = (
    addresses,
    bounces,
    categories,
    crew_phones,
    followers,
    municipality,
    observations,
    operations,
    outbox,
    owner_mails,
    owners,
    participants,
    people,
    photos,
    ratings,
    revisions,
    thanks,
    throttle,
    tickets,
    walks,
)
METADATA = Model.metadata
