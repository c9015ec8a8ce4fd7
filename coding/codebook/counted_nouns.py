"""How many of something there are, in words: "1 sheet", "2 sheets"."""


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
