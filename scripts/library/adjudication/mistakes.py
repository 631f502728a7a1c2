# SPDX-License-Identifier: Apache-2.0
"""Puts mistakes into the rules, one at a time, and checks that a test catches each.

Works on a copy of the crate. A mistake that no test catches, and one whose place is not in the code any more, are
failures. What was found in openIMIS, a public insurer's software, is marked so.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
COPY = ROOT / "target" / "test" / "mistakes"

# (what is wrong, file, what stands there, what is put in its place)
MISTAKES = [
    ("a deductible that covers the whole line lets it be paid (openIMIS)", "judge",
     "let after_deductible = allowed.saturating_sub(deductible);",
     "let after_deductible = if deductible == allowed { allowed } else { allowed.saturating_sub(deductible) };"),
    ("a limit of units forgets earlier units (openIMIS)", "earlier",
     "limit.saturating_sub(self.of_benefit(line).map_or(0, |sums| sums.units))", "{ let _ = line; limit }"),
    ("the amount is cut by the line's limit before shares are taken (openIMIS)", "judge",
     "let allowed = part(contract, payable.into(), line.units.into());",
     "let allowed = part(contract, payable.into(), line.units.into())"
     ".min(benefit.limits.line.map_or(u64::MAX, |limit| limit.0));"),
    ("the co-payment is taken for each line (openIMIS)", "judge",
     "let due_of_visit = cost.copayment.0.saturating_sub(earlier.borne_by_visit(line));",
     "let due_of_visit = cost.copayment.0;"),
    ("one number makes a year of visits one", "earlier",
     "(line.visit, line.provider.id, line.first)", "(line.visit, line.provider.id, Day(0))"),
    ("a child is judged as an adult (openIMIS)", "judge",
     "let is_child = line.first < beneficiary.adult_from;",
     "let is_child = false && line.first < beneficiary.adult_from;"),
    ("the co-payment is taken off the charge before the price caps it (openIMIS)", "judge",
     "let contract = charge.min(",
     "let contract = charge.saturating_sub(network.adult.copayment.0).min("),
    ("a co-insurance is rounded up", "judge",
     "let coinsurance = part(after_copayment, cost.coinsurance.into(), WHOLE.into());",
     "let coinsurance = after_copayment.saturating_sub(part(after_copayment, "
     "WHOLE.saturating_sub(cost.coinsurance).into(), WHOLE.into()));"),
    ("a co-insurance is of all that is allowed", "judge",
     "let coinsurance = part(after_copayment,", "let coinsurance = part(after_deductible,"),
    ("the deductible is taken of benefits that have none", "judge",
     "let has_deductible =\n\t\tbenefit.deductible &&", "let has_deductible =\n\t\t"),
    ("a family's cap bounds nothing", "earlier",
     "own.min(left(caps.family, counted(&self.family)))", "own"),
    ("an out-of-pocket maximum gives no relief", "judge",
     "let relief = share.saturating_sub(out_of_pocket);",
     "let relief = share.saturating_sub(out_of_pocket).min(0);"),
    ("relief comes after the limits", "judge",
     "let normal = covered.min(earlier.least_limit(terms, benefit, line));",
     "let normal = allowed.saturating_sub(share).min(earlier.least_limit(terms, benefit, line))"
     ".saturating_add(relief);"),
    ("a lifetime's limit forgets the years before", "earlier",
     "add(&mut earlier.lifetime, before.paid);", "add(&mut earlier.lifetime, Amount(before.paid.0 & 0));"),
    ("a day's limit counts all days", "earlier",
     "self.first_days.iter_mut().find(|(known, _)| *known == day)",
     "self.first_days.iter_mut().find(|(known, _)| known.0 == day.0)"),
    ("a limit of a year counts every year", "earlier",
     "let in_year = within(self.year, entry.first);", "let in_year = within(self.year, entry.first) || true;"),
    ("out of network the provider writes off", "judge",
     "let write_off = if line.provider.in_network {", "let write_off = if true {"),
    ("another insurer is not asked", "judge",
     "Coordination::NonDuplication => normal.saturating_sub(other),", "Coordination::NonDuplication => normal,"),
    ("another insurer may have paid more than the charge", "judge",
     "let is_patients = match refusal.bearer() {",
     "let other = line.other.unwrap_or_default().0;\n\tlet is_patients = match refusal.bearer() {"),
    ("both insurers pay in full", "judge",
     "let due = rest.saturating_sub(write_off);", "let due = charge.saturating_sub(write_off);"),
    ("the terms are those of the first version", "plan",
     "self.versions.iter().rev().find(", "self.versions.iter().find("),
    ("relief is taken off what counts towards the deductible", "statement",
     "deductible: judged.deductible,", "deductible: judged.deductible.min(judged.borne()),"),
    ("what another insurer paid counts towards no maximum", "statement",
     "out_of_pocket: judged.borne(),", "out_of_pocket: judged.borne().min(judged.patient),"),
    ("refused lines count", "statement", "if judged.refusal.is_some() {", "if false {"),
    ("a reversal leaves its first entry", "statement",
     "self.entries.retain(|entry| entry.claim != number);",
     "let mut first = true; self.entries.retain(|entry| entry.claim != number || core::mem::take(&mut first));"),
    ("another provider's service is a duplicate", "refusals",
     "(benefit, provider) == (line.benefit, &line.provider.id)",
     "{ let _ = provider; benefit == line.benefit }"),
    ("a pair holds in one order alone", "refusals",
     "let pairs = [(line.benefit, other), (other, line.benefit)];", "let pairs = [(line.benefit, other)];"),
    ("a claim may be filed a day late", "refusals",
     "if claim.filed > after(line.last, terms.filing_limit) {",
     "if claim.filed > after(line.last, terms.filing_limit.saturating_add(1)) {"),
    ("the waiting period is a day short", "refusals",
     "if line.first < after(beneficiary.from, benefit.waiting_days) {",
     "if line.first < after(beneficiary.from, benefit.waiting_days.saturating_sub(1)) {"),
    ("erased records prove", "refusals", "\n\t\t\t&& !piece.erased", ""),
    ("a record by anybody proves", "refusals", "\n\t\t\t&& piece.licensed", ""),
    ("a record from before the service proves", "refusals",
     "let in_time = line.first..=after(", "let in_time = Day(i32::MIN)..=after("),
    ("an authorisation need not have the last day", "refusals",
     "&& within(given.from, given.until)", "&& given.from <= line.first && line.first <= given.until"),
    ("an anniversary counts from the year's beginning", "years",
     "let year = if begin(year) > day { year.saturating_sub(1) } else { year };", ""),
]


def copy() -> None:
    """The crate, what it needs, and a workspace of these two alone."""
    shutil.rmtree(COPY, ignore_errors=True)
    for crate in ("adjudication", "primitives"):
        # With new times: what an interrupted run compiled of a mistake is not taken for this.
        shutil.copytree(ROOT / "pallets" / crate, COPY / "pallets" / crate, copy_function=shutil.copyfile)
    shutil.copytree(ROOT / "scripts" / "library" / "adjudication", COPY / "scripts" / "library" / "adjudication")
    manifest = (ROOT / "Cargo.toml").read_text()
    manifest = re.sub(r"(?m)^members = .*$", 'members = ["pallets/*"]', manifest)
    manifest = manifest[: manifest.index("[profile.release]")] + manifest[manifest.index("[workspace.lints.rust]"):]
    (COPY / "Cargo.toml").write_text(manifest)
    shutil.copy(ROOT / "Cargo.lock", COPY / "Cargo.lock")
    for name in ("rust-toolchain.toml",):
        shutil.copy(ROOT / name, COPY / name)


def passes() -> bool:
    """Whether the tests pass; a build that fails is an error, since it proves nothing."""
    command = ["cargo", "test", "--offline", "--quiet", "-p", "salus-adjudication", "--lib", "--test", "rules"]
    environment = os.environ | {"SALUS_CLAIMS": "2000"}
    built = subprocess.run([*command, "--no-run"], cwd=COPY, env=environment, capture_output=True, text=True)
    if built.returncode:
        sys.exit(f"it does not compile:\n{built.stderr}")
    return subprocess.run(command, cwd=COPY, env=environment, capture_output=True).returncode == 0


def main() -> None:
    copy()
    if not passes():
        sys.exit("the tests fail without any mistake")
    missed = 0
    for number, (what, file, there, wrong) in enumerate(MISTAKES, 1):
        path = COPY / "pallets" / "adjudication" / "src" / f"{file}.rs"
        right = path.read_text()
        if right.count(there) != 1:
            sys.exit(f"{file}.rs has {right.count(there)} times: {there}")
        path.write_text(right.replace(there, wrong))
        caught = not passes()
        path.write_text(right)
        missed += not caught
        print(f"{number:3} {'caught' if caught else 'MISSED'}  {what}", flush=True)
    print(f"{len(MISTAKES) - missed} of {len(MISTAKES)} mistakes caught")
    sys.exit(missed != 0)


if __name__ == "__main__":
    main()
