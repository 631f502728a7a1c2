# SPDX-License-Identifier: Apache-2.0
"""Compares the second judge of claims with another one. Each line of the input is a history: a plan, a policy, a
statement, and claims with what the other judge made of them. What the statement comes to on the way is kept here, so
whatever the other judge enters differently shows, too."""

import argparse
import collections
import itertools
import json
import math
import multiprocessing
import sys

from judge import ERRORS, REFUSALS, Account

PROCESSES = 2
HISTORIES_AT_ONCE = 20
DIFFERENCES_SHOWN = 10


def judged_steps(history):
    """Each step, and what it comes to here: the outcome and the lines' figures, or None for a reversal."""
    account = Account(history["plan"], history["policy"], history["statement"])
    for index, step in enumerate(history["steps"]):
        if "reverse" in step:
            account.reverse(step["reverse"])
            yield index, step, None
        else:
            yield index, step["judge"], account.judge(step["judge"]["number"], step["judge"]["claim"])


def compare(history, counts):
    """The first difference of a history, or None."""
    for index, asked, judged in judged_steps(history):
        if judged is None:
            continue
        ours, _ = judged
        counts["claims"] += 1
        count(ours, counts)
        # Which is faster than to look where: they hardly ever differ.
        if asked["outcome"] != ours:
            return f"step {index}, claim {asked['number']}: {difference(asked['outcome'], ours)}"
    return None


def count(outcome, counts):
    if "error" in outcome:
        counts[outcome["error"]] += 1
        return
    for line in outcome["lines"]:
        counts["lines"] += 1
        if line["refusal"]:
            counts[line["refusal"]] += 1


def difference(theirs, ours, path=""):
    """Where two outcomes first differ, and how; None if nowhere."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        # Lines before sums: they tell more.
        for name in (*ours, *(name for name in theirs if name not in ours)):
            inner = f"{path}.{name}" if path else name
            if name not in theirs or name not in ours:
                return f"{inner}: theirs {shown(theirs, name)}, ours {shown(ours, name)}"
            found = difference(theirs[name], ours[name], inner)
            if found:
                return found
        return None
    if isinstance(theirs, list) and isinstance(ours, list):
        for index, (one, other) in enumerate(zip(theirs, ours)):
            found = difference(one, other, f"{path}[{index}]")
            if found:
                return found
        return None if len(theirs) == len(ours) else f"{path}: theirs has {len(theirs)}, ours {len(ours)}"
    # 5 is not "5": how an outcome is written is specified, too.
    if theirs == ours:
        return None
    return f"{path or 'outcome'}: theirs {brief(theirs)}, ours {brief(ours)}"


def shown(outcome, name):
    return brief(outcome[name]) if name in outcome else "nothing"


def brief(value):
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def compare_chunk(chunk):
    """How often what occurred in some lines of the input, and the differences."""
    counts, differences = collections.Counter(), []
    for number, text in chunk:
        counts["histories"] += 1
        try:
            found = compare(json.loads(text), counts)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            found = f"cannot be judged: {type(error).__name__}: {error}"
        if found:
            differences.append(f"history on line {number}: {found}")
    return counts, differences


def chunks(file):
    histories = ((number, text) for number, text in enumerate(file, 1) if not text.isspace())
    while chunk := list(itertools.islice(histories, HISTORIES_AT_ONCE)):
        yield chunk


def compare_all(file):
    counts, differences = collections.Counter(), 0
    with multiprocessing.Pool(PROCESSES) as pool:
        for counted, found in pool.imap(compare_chunk, chunks(file)):
            for text in found[: max(0, DIFFERENCES_SHOWN - differences)]:
                print(text, flush=True)
            differences += len(found)
            counts.update(counted)
    print(f"{counts['claims']} claims in {counts['histories']} histories: {differences} differences")
    for what, names in (("refusal", REFUSALS), ("error", ERRORS)):
        for name in names:
            print(f"{what} {name}: {counts[name]}")
    print(f"not refused: {counts['lines'] - sum(counts[name] for name in REFUSALS)} of {counts['lines']} lines")
    return int(differences > 0 or counts["claims"] == 0)


# In words.


def explain_history(history):
    differs = False
    for index, asked, judged in judged_steps(history):
        if judged is None:
            print(f"step {index}: claim {asked['reverse']} is reversed")
            continue
        ours, figures = judged
        print(f"step {index}: claim {asked['number']}, filed {asked['claim']['filed']}")
        if "error" in ours:
            print(f"  refused as a whole: {ours['error']}" + (f", line {ours['line']}" if "line" in ours else ""))
        else:
            for number, (line, of_line) in enumerate(zip(asked["claim"]["lines"], figures)):
                explain_line(number, line, of_line)
            print(f"  sums: paid {ours['paid']}, patient {ours['patient']}, write-off {ours['writeOff']}, "
                  f"other {ours['other']}")  # fmt: skip
        found = "outcome" in asked and difference(asked["outcome"], ours)
        if found:
            print(f"  DIFFERS: {found}")
        differs = differs or bool(found)
    return int(differs)


def explain_line(number, line, figures):
    network = "in network" if line["provider"]["inNetwork"] else "out of network"
    print(f"  line {number}: benefit {line['benefit']} for beneficiary {line['beneficiary']}, visit {line['visit']}, "
          f"{line['first']} to {line['last']}, {line['units']} units for {line['charge']}, {network}")  # fmt: skip
    for step, text in refusal_in_words(figures) if figures["refusal"] else steps_in_words(line, figures):
        print(f"    {step}. {text}")


def refusal_in_words(of):
    yield 1, f"refused, {of['refusal']}: the charge is {REFUSALS[of['refusal']]}"
    yield 8, f"other {of['other']}, so write-off {of['writeOff']}, patient {of['patient']}, paid 0"


def steps_in_words(line, of):
    price, asked = of["network"]["price"], of["network"][of["age"]]
    yield 1, "not refused"
    yield 2, (f"{of['payable']} units payable; contract {of['contract']}, of {line['units']} x {price}: "
              f"allowed {of['allowed']}")  # fmt: skip
    yield 3, f"deductible {of['deductible']}, {of_left(of['deductibleLeft'])}"
    yield 4, f"co-payment {of['copayment']}, of {asked['copayment']} a visit for this {of['age']}"
    yield 5, f"co-insurance {of['coinsurance']}, at {asked['coinsurance']} basis points"
    share = of["deductible"] + of["copayment"] + of["coinsurance"]
    yield 6, f"share {share}, {of_left(of['outOfPocketLeft'])}: relief {of['relief']}"
    covered = of["allowed"] - share + of["relief"]
    yield 7, (f"covered {covered}, {of_left(of['limitLeft'])}: above limits {of['aboveLimits']}, "
              f"normal {covered - of['aboveLimits']}")  # fmt: skip
    yield 8, (f"other {of['other']}, write-off {of['writeOff']}, due {of['patient'] + of['paid']}: paid {of['paid']}, "
              f"patient {of['patient']}")  # fmt: skip
    yield "entered", (f"units {of['payable']}, deductible {of['deductible']}, out of pocket {of['outOfPocket']}, "
                      f"paid {of['paid']}")  # fmt: skip


def of_left(amount):
    return "without a cap" if amount == math.inf else f"with {amount} left"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--explain", action="store_true", help="judge a single history, and say how")
    options = parser.parse_args()
    return explain_history(json.load(sys.stdin)) if options.explain else compare_all(sys.stdin)
