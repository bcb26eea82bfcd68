"""The structure tree of a tagged PDF: what the page means, beside what it looks like.

Holds no drawing. Elements are made in reading order while the report is composed; drawing then notes which marked
content on which page belongs to which element, and ``write`` turns the tree into PDF objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, String


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A sequence of marked content: page index from 0, and its number on that page."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class AnnotationRef:
    """An annotation (link or field) by its index among all annotations, and its page index."""

    page: int
    index: int


@dataclass(eq=False, slots=True)
class Element:
    """One structure element. ``attributes`` are those of one owner, ``{"O": "Table", "Scope": "Row"}``."""

    tag: str
    parent: Element | None = None
    alt: str = ""
    title: str = ""
    attributes: dict[str, str | int | tuple[float, ...]] = field(default_factory=dict)
    kids: list[Kid] = field(default_factory=list)

    def child(self, tag: str, **details: object) -> Element:
        """Return a new last child."""
        made = Element(tag, self, **details)  # type: ignore[arg-type]  # passed through to the fields above
        self.kids.append(made)
        return made


Kid: TypeAlias = "Element | MarkedContent | AnnotationRef"


def write(
    pdf: pikepdf.Pdf,
    root: Element,
    marked: Sequence[Sequence[Element]],
    annotations: Sequence[tuple[Dictionary, Element]],
) -> None:
    """Write the structure tree and parent tree of a document.

    ``marked[page][number]`` is the element that owns that marked content. The annotations are in the order that
    ``AnnotationRef.index`` counts. Elements without content are left out.
    """
    pages = [page.obj for page in pdf.pages]
    leaves = _Leaves(pages, [annotation for annotation, _ in annotations])
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    objects: dict[Element, Dictionary] = {}
    tree.K = _element(pdf, root, tree, leaves, objects)
    numbers = Array()
    for index, (page, owners) in enumerate(zip(pages, marked, strict=True)):
        page.StructParents = index
        page.Tabs = Name.S
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([objects[owner] for owner in owners])))
    for index, (annotation, owner) in enumerate(annotations, start=len(pages)):
        annotation.StructParent = index
        numbers.append(index)
        numbers.append(objects[owner])
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pages) + len(annotations)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


@dataclass(frozen=True, slots=True)
class _Leaves:
    """What the leaves of the tree point to."""

    pages: list[Dictionary]
    annotations: list[Dictionary]

    def leaf(self, kid: MarkedContent | AnnotationRef, home: int | None) -> int | Dictionary:
        if isinstance(kid, AnnotationRef):
            return Dictionary(Type=Name.OBJR, Obj=self.annotations[kid.index], Pg=self.pages[kid.page])
        if kid.page == home:
            return kid.number
        return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.number)


def _element(
    pdf: pikepdf.Pdf, element: Element, parent: Dictionary, leaves: _Leaves, objects: dict[Element, Dictionary]
) -> Dictionary:
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.tag), P=parent))
    objects[element] = made
    home = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), None)
    if home is not None:
        made.Pg = leaves.pages[home]
    kids = [
        _element(pdf, kid, made, leaves, objects) if isinstance(kid, Element) else leaves.leaf(kid, home)
        for kid in element.kids
        if not isinstance(kid, Element) or _has_content(kid)
    ]
    # A lone kid stands without an array: pyHanko's difference policy looks for a field's entry at K/Obj, not K[0]/Obj.
    made.K = kids[0] if len(kids) == 1 else Array(kids)
    if element.alt:
        made.Alt = String(element.alt)
    if element.title:
        made.T = String(element.title)
    if element.attributes:
        made.A = Dictionary({"/" + name: _attribute(value) for name, value in element.attributes.items()})
    return made


def _has_content(element: Element) -> bool:
    return any(not isinstance(kid, Element) or _has_content(kid) for kid in element.kids)


def _attribute(value: str | int | tuple[float, ...]) -> Name | int | Array:
    if isinstance(value, str):
        return Name("/" + value)
    return value if isinstance(value, int) else Array([round(number, 2) for number in value])
