# SPDX-License-Identifier: Apache-2.0
"""Root is two bodies and a delay; the brake is either body's, for hours, and writes nothing."""

from scenario import OUTSIDER, SECOND, check

from .people import People

MEMBERS = ("//Alice", "//Bob", "//Charlie")
MEDICAL, TECHNICAL = ("--body", "medical-board"), ("--body", "technical-committee")


class Root(People):
    # 11
    def upgrade(self):
        runtime = self.file("agreed.wasm", "")
        runtime.write_bytes(bytes.fromhex(self.net.rpc("state_getStorage", "0x" + b":code".hex())[2:]))
        enact = ("authority", "enact", "upgrade", runtime)
        duty = ("authorize-upgrade", runtime)
        kinds = [self.expect("Enactment.NotFound", OUTSIDER, *enact)]
        threshold = self.by_one_key_each(*duty, *MEDICAL)
        kinds.append(self.expect("Enactment.NotAgreed", OUTSIDER, *enact))
        # The same body again, here with all its keys at once.
        kinds.append(self.expect("Enactment.AlreadyApproved", "//Alice", "authority", *duty, *MEDICAL))
        kinds.append(self.expect("Enactment.NotAgreed", OUTSIDER, *enact))
        self.net.must("//Alice", "authority", *duty, *TECHNICAL)
        kinds.append(self.expect("Enactment.DelayContinues", OUTSIDER, *enact))
        kinds.append(self.expect("System.NothingAuthorized", OUTSIDER, "apply-upgrade", runtime))
        agreed = self.now()
        self.enact(OUTSIDER, "upgrade", runtime)
        waited = (self.now() - agreed) // 1000
        kinds.append(self.expect("System.SpecVersionNeedsToIncrease", OUTSIDER, "apply-upgrade", runtime))
        return (f"{threshold} of {len(MEMBERS)} with a key each, one body alone: {kinds[1]}; both at once: {kinds[4]}; "
                f"enacted by an outsider after {waited} s of the chain's clock")

    def by_one_key_each(self, *duty):
        """A motion that each member signs with their own key, one after the other. How many had to agree."""
        first, *others = MEMBERS
        threshold = self.net.must(first, "authority", "propose", *duty)["threshold"]
        listed = self.net.must(first, "authority", "motions")["motions"]
        check(len(listed) == 1 and not listed[0]["ayes"], f"the motions: {listed}")
        for member in MEMBERS:
            self.net.must(member, "authority", "vote", *duty)
        self.expect("NotFound", first, "authority", "vote", "approve-model", "999")
        self.net.must(others[-1], "authority", "close", *duty)
        check(not self.net.must(first, "authority", "motions")["motions"], "a motion is still open")
        return threshold

    # 13
    def brake(self):
        who, record = self.with_record(SECOND)
        provision = self.permit(who)
        brake, release = ("authority", "brake"), ("authority", "release-brake")
        self.net.must("//Alice", *brake, *TECHNICAL)
        try:
            filtered = "System.CallFiltered"
            # By a client that does not ask first what is open.
            self.expect(filtered, who, "consent", "grant", "--permit", "--to", self.account(SECOND),
                        "--actions", "access", "--categories", "all", "--purposes", "TREAT")
            # Nor do bodies write meanwhile, the one that braked included.
            self.expect(filtered, "//Alice", "authority", "set-price", "research", "--milli", "250")
            self.expect(filtered, "//Alice", "authority", "license", self.account(OUTSIDER), "--profession", "nurse",
                        "--jurisdiction", "CH", "--until", "2035-01-01")
            self.net.must(who, "record", "read", record, "--purpose", "PATRQT")
            self.net.must(who, "consent", "revoke", provision)
            self.net.must(who, "consent", "grant", "--deny", "--to", self.account(SECOND))
            self.net.must(who, "record", "erase", record, "--confirm", record)
        finally:
            self.net.must("//Alice", *release, *MEDICAL)
        self.permit(who)
        # It rests for days now.
        kind = self.expect("System.BadOrigin", "//Alice", *brake, *TECHNICAL)
        return ("by one body: no grant, price, licence; the patient read, revoked, denied, erased; "
                f"released by the other; again: {kind}")

    def steps(self):
        return [
            ("rights/11-upgrade", "authority", "two bodies and the delay; one body alone is refused", self.upgrade),
            ("rights/13-brake", "authority", "nothing is written but the way out; released, it rests", self.brake),
        ]
