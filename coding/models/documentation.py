"""Section V of the printed sheet: Documentation (questions 57–61)."""

from coding.models.answer_fields import Line
from coding.models.code_fields import Code
from coding.models.section import SectionRow


class Documentation(SectionRow):
    """Questions 57–61, in the printed wording; help follows the coding rules in our own words."""

    numeral = "V"
    title = "Documentation"

    treaty_comments = Line(
        57,
        "Additional coder comments on this alliance treaty:",
        label="Comments on the treaty",
        help="Whatever else a later coder needs to know, such as the translation used.",
    )
    information_source = Line(
        58,
        "Source of coding information (e.g., treaty, treaty and secondary sources, secondary "
        "sources only, etc.):",
        label="Source of information",
        help="The treaty itself, the treaty and secondary sources, or secondary sources only. "
        "Without the text, more than one secondary source or a direct quotation is needed.",
    )
    source = Code(
        "basis of coding",
        58,
        codes={1: "primary source (agreement)", 2: "secondary sources only"},
    )
    citation = Line(
        59,
        "Treaty citation:",
        label="Treaty citation",
        help="Where the text can be found: collection, volume and page, or address.",
    )
    last_revision = Line(
        60,
        "Date of last revision of this coding sheet:",
        label="Last revision of the sheet",
        help="The date written on the printed sheet. Revisions made here keep their own dates.",
    )
    coder = Line(
        61,
        "Coder:",
        label="Coder",
        help="Who coded the sheet first.",
    )

    class Meta(SectionRow.Meta):
        verbose_name = verbose_name_plural = "Section V: Documentation"
