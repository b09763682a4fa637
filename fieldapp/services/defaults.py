"""The default set of categories in the municipality's own tables: filled once, never written over."""

from fieldapp.domain.categories import load_defaults
from fieldapp.store import categories
from fieldapp.store.categories import Category, Subcategory
from fieldapp.store.db import unit_of_work


def fill() -> int:
    """Add the categories and subcategories that are missing; returns how many were added.

    What stands there already is the municipality's: its names and what it turned off stay. A set that a
    municipality imported of its own is left alone, too.
    """
    defaults = load_defaults()
    with unit_of_work() as session:
        known = {one.code for one in categories.all_categories()}
        known_subs = {one.code for one in categories.all_subcategories()}
        if known - defaults.categories.keys():
            return 0
        added = [
            Category(
                code=one.code,
                order=one.order,
                icon=one.icon,
                sv=one.name.sv,
                fi=one.name.fi,
                en=one.name.en,
                short_sv=one.short_name.sv,
                short_fi=one.short_name.fi,
                short_en=one.short_name.en,
                enabled=True,
            )
            for one in defaults.categories.values()
            if one.code not in known
        ]
        session.add_all(added)
        session.flush()
        subs = [
            Subcategory(
                code=one.code,
                category_code=one.category,
                sv=one.name.sv,
                fi=one.name.fi,
                en=one.name.en,
                enabled=one.in_default_set,
            )
            for one in defaults.subcategories.values()
            if one.code not in known_subs
        ]
        session.add_all(subs)
        return len(added) + len(subs)
