"""Categories and subcategories: the default set, with names and on or off per municipality."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, db


class Category(Model):
    __tablename__ = "category"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    order: Mapped[int] = mapped_column("order_no")
    icon: Mapped[str] = mapped_column(String(40))
    sv: Mapped[str] = mapped_column(String(80))
    fi: Mapped[str] = mapped_column(String(80))
    en: Mapped[str] = mapped_column(String(80))
    short_sv: Mapped[str] = mapped_column(String(40))
    short_fi: Mapped[str] = mapped_column(String(40))
    short_en: Mapped[str] = mapped_column(String(40))
    enabled: Mapped[bool] = mapped_column(default=True)


class Subcategory(Model):
    """Only what a municipality may change; owners, deadlines and seasons are the domain's tables."""

    __tablename__ = "subcategory"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), index=True)
    sv: Mapped[str] = mapped_column(String(80))
    fi: Mapped[str] = mapped_column(String(80))
    en: Mapped[str] = mapped_column(String(80))
    enabled: Mapped[bool] = mapped_column(default=True)


def all_categories() -> Sequence[Category]:
    return db.session.scalars(select(Category).order_by(Category.order)).all()


def all_subcategories() -> Sequence[Subcategory]:
    return db.session.scalars(select(Subcategory).order_by(Subcategory.code)).all()
