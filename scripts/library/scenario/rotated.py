# SPDX-License-Identifier: Apache-2.0
"""Keys that rotate: recorded traffic and old disks do not open what was erased, whatever secret is stolen later. All
people are synthetic. Played after the steps of the field, with their patients."""

import json
import shutil

from attacker import Attacker
from field import about, patient_of
from keeping import Keeping
from network import PASSPHRASE, wait_until
from relay import Relay
from scenario import CLINIC, CLINICIAN, check
from scores import measured

# Blocks between two rotations, in place of weeks.
ROTATION = ["--rotate-every=20"]
SHARE_LENGTH = 33


class Rotated:
    def __init__(self, network, field):
        self.net, self.field = network, field

    def reached_at(self, worker, port):
        """Has the chain say where an operator is reached."""
        self.net.by_hand(worker, "join", "--endpoint", f"http://127.0.0.1:{port}", "--bond", self.net.bond, "--replace",
                         "--without-models", "--node", self.net.url)

    def rotating(self, on):
        """Every operator anew, with keys that rotate every few blocks, or not for weeks."""
        for worker in self.net.workers:
            worker.stop()
            usual = [part for part in worker.command if part not in ROTATION]
            worker.command = [*usual, *ROTATION] if on else usual
            self.net.wait_for(worker.start())

    def erase(self, who, records):
        for record in records:
            self.net.must(who, "record", "erase", record, "--confirm", record)
        destroyed = lambda: all(self.net.must(who, "record", "status", record)["destroyed"] for record in records)
        wait_until("every receipt of destruction", destroyed, 60, 0.3)

    def heard(self, attacker, relay, custodian, names):
        """The shares that went by a relay, each with what it is bound to, placements and releases apart. `names` has
        the secret of each account."""
        placements, releases = [], []
        for asked, answered in relay.exchanges():
            try:
                asked, answered = json.loads(asked), json.loads(answered)
            except ValueError:
                continue  # Documents come and go by the same port.
            method = asked.get("method") if isinstance(asked, dict) else None
            if method not in ("custody_place", "custody_release") or "result" not in answered:
                continue
            [request] = asked["params"]
            body, caller = request["body"], names[request["caller"]]
            if method == "custody_place":
                layers = attacker.placement_layers(body["keyCommitment"], caller, custodian)
                placements.append({"layers": layers, "message": body["encryptedShare"]})
            else:
                layers = attacker.release_layers(body["access"], custodian, caller)
                releases.append({"layers": layers, "message": answered["result"]["encryptedShare"]})
        return placements, releases

    @staticmethod
    def opened(attacker, secrets, layers, message):
        """How many layers open, or the inner one alone if somebody has left out the other; and what is inside."""
        tried = (attacker.do("decrypt", layers=layers[at:], secrets=secrets, message=message) for at in (0, 1))
        best = max(tried, key=lambda one: one["opened"])
        return best["opened"], best["plaintext"]

    def controls(self, attacker, secrets, reader, release, record):
        """The same code opens what it should: what is encrypted to the reader's lasting key alone, and a custodian's
        answer when the secret of the request's own key is kept."""
        layers, share = release["layers"], "07" * SHARE_LENGTH
        alone = {"to": reader["public"], **layers[1]}
        message = attacker.do("encrypt", layers=[alone], plaintext=share)["message"]
        found = self.opened(attacker, secrets, layers, message)
        check(found == (1, share), f"the control: encrypted to the reader's lasting key alone, {found}")
        drawn, custodian = attacker.do("draw"), self.net.workers[0]
        access = self.net.must(CLINICIAN, "record", "access", record, "--purpose", "TREAT")["access"]
        body = {"access": access, "replyKey": drawn["public"]}
        request = attacker.signed(CLINICIAN, custodian.secret, "custody_release", self.net.block(), body)
        answer = self.net.rpc("custody_release", request, endpoint=custodian.endpoint)["encryptedShare"]
        layers = attacker.release_layers(access, custodian.secret, CLINICIAN)
        layer, plaintext = self.opened(attacker, [*secrets, drawn["private"]], layers, answer)
        whole = (layer, len(plaintext or "")) == (2, 2 * SHARE_LENGTH)
        check(whole, f"the control: with the reply's secret {layer} layers open")
        check(self.opened(attacker, secrets, layers, answer)[0] == 0, "it opens without the reply's secret")

    def keystore(self, attacker, file):
        return attacker.do("keystore", file=str(file), passphrase=PASSPHRASE)

    def disks(self, attacker, old, living):
        """Tries today's keys on the shares of the old disks. Gives how many there were."""
        count = 0
        for worker in self.net.workers:
            disk = old / worker.name
            before = self.keystore(attacker, disk / "keystore")["at-rest"]
            over = lambda: "at-rest-old" not in self.keystore(attacker, worker.home / "keystore")
            wait_until(f"the last rotation of {worker.name} to end", over, 60, 0.5)
            today = self.keystore(attacker, worker.home / "keystore")
            # Whatever has the length of a key.
            keys = [secret for secret in today.values() if len(secret) == 64]
            check(today["at-rest"] in keys and before not in keys, f"{worker.name} has its old key")
            for share in (disk / "shares").iterdir():
                if share.suffix:
                    continue  # Set aside, or half written.
                check(attacker.opens(before, share), "the control: an old share does not open by its own key")
                check(not any(attacker.opens(key, share) for key in keys), f"an old share of {worker.name}'s opens")
                count += 1
            now = worker.home / "journal.redb.shares" / living
            check(attacker.opens(today["at-rest"], now), "the control: today's share does not open by today's key")
        return count

    def copy_disks(self, old):
        for worker in self.net.workers:
            worker.stop()
            shutil.copytree(worker.home / "journal.redb.shares", old / worker.name / "shares")
            shutil.copy(worker.home / "keystore", old / worker.name / "keystore")

    # 07
    def rotated(self):
        net, old, relays = self.net, self.net.folder / "old-disks", []
        who, time = self.field.patient()
        document = [patient_of(time), *about("p1", [measured("29463-7", 75, "kg", time)])]
        try:
            for worker in net.workers:
                relays.append(Relay(int(worker.endpoint.rsplit(":", 1)[1]), recording=True))
                self.reached_at(worker, relays[-1].port)
            doomed = self.field.add(who, document)
            [kept] = self.field.add(who, about("p1", [measured("29463-7", 76, "kg", time)]))
            for record in doomed:
                net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        finally:
            for worker, relay in zip(net.workers, relays):
                self.reached_at(worker, relay.target)
                relay.close()
        commitments = [self.commitment(record) for record in (*doomed, kept)]
        try:
            self.copy_disks(old)
            self.rotating(True)
            rotations = lambda: [Keeping.gauge(worker, "salus_at_rest_rotations_total") for worker in net.workers]
            wait_until("every operator's key to rotate", lambda: min(rotations()) >= 1, 120, 0.5)
            self.erase(who, doomed)
        finally:
            self.rotating(False)
        with Attacker(net) as attacker:
            names = [who, CLINICIAN, CLINIC, *(worker.secret for worker in net.workers)]
            pairs = {name: attacker.do("account", secret=name) for name in names}
            for name, pair in pairs.items():
                shown = net.must(name, "keys", "show", name)["encryptionKey"]
                check(shown.removeprefix("0x") == pair["public"], f"the key of {name} is derived otherwise: {shown}")
            secrets = [pair["private"] for pair in pairs.values()]
            for worker in net.workers:
                stolen = self.keystore(attacker, worker.home / "keystore").values()
                secrets += [secret for secret in stolen if len(secret) == 64]
            accounts = {self.field.account(name): name for name in names}
            heard = [self.heard(attacker, relay, worker.secret, accounts)
                     for worker, relay in zip(net.workers, relays)]
            placements, releases = (sum(parts, []) for parts in zip(*heard))
            check(len(placements) >= 3 * len(commitments), f"{len(placements)} placements were recorded")
            # A reader waits for no more than two of three.
            check(len(releases) >= 2 * len(doomed), f"{len(releases)} releases were recorded")
            for message in (*placements, *releases):
                layers, _ = self.opened(attacker, secrets, **message)
                check(layers == 0, f"{layers} layers of what was recorded open: {message}")
            self.controls(attacker, secrets, pairs[CLINICIAN], releases[0], kept)
            for commitment in commitments[:-1]:
                there = [(old / worker.name / "shares" / commitment).exists() for worker in net.workers]
                check(all(there), "an old disk lacks a share of the erased: the step proves nothing")
            count = self.disks(attacker, old, commitments[-1])
        return (f"{len(placements)} placements and {len(releases)} releases recorded, {count} shares on old disks: "
                f"none opens by {len(secrets)} secrets stolen later; each control does")

    def commitment(self, record):
        return self.net.rpc("records_provenance", record)[-1]["keyCommitment"].removeprefix("0x")

    def steps(self):
        return [("custody/07-rotated", "operator", "recorded traffic and old disks open nothing", self.rotated)]
