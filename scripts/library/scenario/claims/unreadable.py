# SPDX-License-Identifier: Apache-2.0
"""What was done, how often and at which price stands nowhere that anybody but holder and insurer can read. Data rules 9
and 12."""

from scenario import check

from .judged import Judged


class Unreadable(Judged):
    # 13
    def nothing_readable(self):
        seen = self.seen
        searchable = seen.amounts and seen.together and seen.ceiling
        check(searchable, "no claim was judged before: this step would search for nothing")
        seen.read_on()
        insurers = [insurance.worker for insurance in self.insurances]
        blocks, stored = seen.in_blocks(), seen.in_storage()
        logs = seen.in_logs([self.net.node, *self.net.workers, *self.net.others])
        files = seen.in_homes(insurers)
        return (f"of {seen.lines} lines no charge and nothing that they came to, in bytes or in digits, in {blocks} "
                f"blocks' extrinsics and events, {stored} values, {logs} bytes of logs, {files} files of "
                f"{len(insurers)} insurers; no value and no extrinsic joins a holder and one of {len(seen.together)} "
                "who were treated")

    def steps(self):
        expected = "no block, value, log or disk tells what was done"
        return [("claims/13-nothing-readable", "auditor", expected, self.nothing_readable)]
