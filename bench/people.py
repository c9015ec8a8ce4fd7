"""Who signs in at every server: author0, writer0, reviewer0 and so on, all with one password."""

PASSWORD = "a-password-for-benchmarks"
CLIENTS = 8  # writers, and reviewers
CODERS = 20  # authors of the revisions that there are
TEAM = {"writer": 70, "reviewer": CLIENTS, "admin": 2}  # who has an account, by role
