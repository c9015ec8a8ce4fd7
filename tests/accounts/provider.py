"""A provider of OpenID Connect on this machine, which says of everybody what a test wants."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt


class Provider:
    """Answers as one does; ``claims`` are what it knows of whoever signs in there."""

    def __init__(self) -> None:
        self.claims = {}
        self.errs = {}  # what a faulty one says otherwise
        self.asked = {}  # what the site sent for its token
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = HTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        quick = {"poll_interval": 0.01}  # to be told that it ends
        threading.Thread(target=self.server.serve_forever, kwargs=quick, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def known(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.errs.get("known", {}),
        }

    def token(self) -> dict:
        now = int(time.time())
        fields = {"iss": self.issuer, "aud": "atop", "iat": now, "exp": now + 60, **self.claims}
        fields |= self.errs.get("token", {})
        id_token = jwt.encode(fields, "k" * 32, algorithm="HS256")
        answer = {"access_token": "a", "token_type": "Bearer", "id_token": id_token}
        return answer | self.errs.get("answer", {})


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        if self.path.startswith("/.well-known/"):
            return self._answer(self.provider.known())
        return self._answer(self.provider.claims | self.provider.errs.get("info", {}))

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.provider.asked = {name: value for name, (value,) in parse_qs(sent).items()}
        self._answer(self.provider.token())

    def _answer(self, said: dict) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        """Say nothing."""


def query_of(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
