"""Elements of an XML document, one call each."""

import re
from xml.etree.ElementTree import Element, SubElement

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element with its text and attributes, and return it.

    Characters that XML cannot hold become �, so that the loss is visible.
    """
    element = SubElement(parent, tag, attributes)
    element.text = _NOT_IN_XML.sub("\ufffd", text) or None
    return element
