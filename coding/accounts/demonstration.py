"""The accounts of the demonstration. The README publishes their passwords."""

from dataclasses import dataclass

MARK = "@demo.invalid"  # ends the e-mail addresses of demonstration accounts


@dataclass(frozen=True)
class DemoAccount:
    """A demonstration account. Its password is published in the README."""

    username: str
    first_name: str
    last_name: str
    role: str

    @property
    def password(self) -> str:
        return f"{self.username}-demo"

    @property
    def email(self) -> str:
        """The address that marks a demonstration account."""
        return f"{self.username}{MARK}"


DEMO_ACCOUNTS = (
    DemoAccount("coder", "Dana", "Ellis", "coder"),
    DemoAccount("coder2", "Sam", "Okafor", "coder"),
    DemoAccount("reviewer", "Robin", "Meyer", "reviewer"),
    DemoAccount("admin", "Alex", "Novak", "admin"),
    DemoAccount("admin2", "Jo", "Lindqvist", "admin"),  # freezing a release needs two admins
    DemoAccount("reader", "Kim", "Sato", "reader"),
)
PUBLISHED = frozenset(account.password for account in DEMO_ACCOUNTS)
