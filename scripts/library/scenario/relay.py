# SPDX-License-Identifier: Apache-2.0
"""What stands between two programs on 127.0.0.1: it hands on what comes, and can write it down, or turn to another."""

import socket
import threading


class Relay:
    """A TCP port that leads to another one, until it is closed."""

    def __init__(self, port, recording=False):
        self.target, self.recording = port, recording
        # Of each connection, what was asked and what was answered.
        self.conversations = []
        self.sockets, self.lock = set(), threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self._beside(self._accept)

    def turn_to(self, port):
        """Leads to another port from now on, and ends the connections to the one before."""
        self.target = port
        self._hang_up()

    def close(self):
        # Closed alone it would go on waiting for the next connection.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._hang_up()

    def exchanges(self):
        """What was asked by HTTP, and what was answered, of every connection in its order."""
        return [pair for asked, answered in self.conversations for pair in zip(bodies(asked), bodies(answered))]

    @staticmethod
    def _beside(work, *arguments):
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        thread.start()
        return thread

    def _hang_up(self):
        with self.lock:
            open_ones, self.sockets = self.sockets, set()
        for each in open_ones:
            shut(each, socket.SHUT_RDWR)

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            with self.lock:
                self.sockets |= {near, far}
            self._beside(self._carry, near, far)

    def _carry(self, near, far):
        asked, answered = bytearray(), bytearray()
        if self.recording:
            self.conversations.append((asked, answered))
        back = self._beside(self._hand_on, far, near, answered)
        self._hand_on(near, far, asked)
        back.join()
        with self.lock:
            self.sockets -= {near, far}
        near.close()
        far.close()

    def _hand_on(self, source, sink, heard):
        try:
            while data := source.recv(65536):
                if self.recording:
                    heard += data
                sink.sendall(data)
        except OSError:
            pass
        # The other direction may still have something to say.
        shut(sink, socket.SHUT_WR)


def shut(connection, how):
    try:
        connection.shutdown(how)
    except OSError:
        pass  # The other side was first.


def bodies(stream):
    """The bodies of HTTP/1.1 messages that follow each other; one that was cut off ends them."""
    found, rest = [], bytes(stream)
    while b"\r\n\r\n" in rest:
        head, rest = rest.split(b"\r\n\r\n", 1)
        lines = (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body, rest = chunks(rest)
        else:
            length = int(headers.get("content-length", 0))
            body, rest = rest[:length], rest[length:]
        found.append(body)
    return found


def chunks(rest):
    """A body in chunks, and what follows it."""
    body = b""
    while b"\r\n" in rest:
        size, rest = rest.split(b"\r\n", 1)
        length = int(size.split(b";")[0], 16)
        body, rest = body + rest[:length], rest[length + 2:]
        if length == 0:
            break
    return body, rest
