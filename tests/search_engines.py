"""A search engine on this machine: a real HTTP server that keeps what it was sent and answers as it is told."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from news.models import AddressPush
from tests.factories import make_article


class Engine:
    """`answers` are (status, body) in order, or what makes one of the request's body; the last is repeated. `during`
    is called while a request is answered.
    """

    def __init__(self, *answers, during=None):
        self.answers = list(answers)
        self.during = during
        self.requests: list[tuple[str, str, str]] = []  # path, type, body

    def next_answer(self) -> tuple[int, str]:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, body = answer(self.requests[-1][2]) if callable(answer) else answer
        return status, body if isinstance(body, str) else json.dumps(body)


@contextmanager
def listening(engine: Engine):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            engine.requests.append((self.path, self.headers["Content-Type"], body))
            if engine.during:
                engine.during()
            status, answer = engine.next_answer()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", answer)
            self.send_header("Content-Length", str(len(answer.encode())))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *args):
            """Not to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def answering(settings, *answers, during=None):
    engine = Engine(*answers, during=during)
    with listening(engine) as address:
        settings.INDEXNOW_ENDPOINT, settings.BAIDU_PUSH_ENDPOINT = f"{address}/indexnow", f"{address}/urls"
        yield engine


def ask(article=None, service="baidu", gone=False):
    AddressPush.objects.ask(service, article or make_article(), gone=gone)
    return AddressPush.objects.latest("pk")
