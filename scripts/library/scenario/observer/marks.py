# SPDX-License-Identifier: Apache-2.0
"""What is seen of a request: by every mark somebody might tell one model from another. A mark that is not there, as the
result of a request that was refused, is None."""

import collections

# A model that is named within so many blocks after a request's end might be its model.
SOON = 60
JOB_LENGTH, RESULT_LENGTH = "length of the job", "length of the result"
LAST_SEAL = "blocks to the last seal"


def of(chain, jobs, of_forms_alone=False):
    """By request, the marks of those whose calls are found. `jobs` are the jobs' records by request, as the chain's
    receipts and events tell them."""
    found = {}
    for request, job in jobs.items():
        asked, record = chain.asked(request, job), chain.record(job)
        submitted = record and chain.submitted(record)
        if asked and submitted:
            seen = {kind: chain.responses(request, kind) for kind in ("seal", "refuse", "reveal", "close")}
            found[request] = (asked, record, submitted, seen)
    elsewhere = repeated(found.values())
    marks = {request: forms(chain, *parts, elsewhere) for request, parts in found.items()}
    if not of_forms_alone:
        for request, parts in found.items():
            marks[request].update(ways(chain, *parts))
    return marks


def forms(chain, _asked, record, submitted, seen, elsewhere):
    """Marks of what programs write: the same for all models, whoever asks, whenever."""
    seals, reveals = seen["seal"], seen["reveal"]
    result = next((call["args"]["result"] for call in reveals if call["args"]["result"]), None)
    marks = {
        JOB_LENGTH: record["length"],
        "length of the job's call": submitted["callBytes"],
        "lengths of seals": lengths(seals),
        "lengths of reveals": lengths(reveals),
        RESULT_LENGTH: chain.length(result) if result else None,
        "form of the result's CID": result and result[:10],
        "values that stand elsewhere too": sum(elsewhere[value] > 1 for value in values(record, seen)),
    }
    hashes = {"the job's CID": record["cid"], "the result's CID": result,
              "a seal": argument(seals, "seal"), "the content": argument(reveals, "content"),
              "a nonce": argument(reveals, "nonce")}
    return {**marks, **{f"first bits of {what}": bits(value) for what, value in hashes.items()}}


def ways(chain, asked, record, submitted, seen):
    """Marks that hang on who asks, on whose records, and on when; of the same way of asking they are the same for all
    models."""
    args, began = asked["args"], asked["block"]
    inputs = [chain.record(number) for number in args["inputs"]]
    last_seal = max((call["block"] for call in seen["seal"]), default=began)
    after = lambda kind, since, choose: choose((call["block"] - since for call in seen[kind]), default=None)
    first = lambda kind: min(seen[kind], key=lambda call: (call["block"], call["index"]), default={}).get("signer")
    return {
        "length of the request": asked["bytes"],
        "number of inputs": len(inputs),
        "kinds of inputs": tuple(each and each["category"] for each in inputs),
        "lengths of inputs": tuple(each and each["length"] for each in inputs),
        "class": args["class"],
        "tier": args["tier"]["seats"],
        "purpose": args["purpose"],
        "blocks from job to request": began - submitted["block"],
        "blocks to the first seal": after("seal", began, min),
        LAST_SEAL: after("seal", began, max),
        "blocks from seals to the first reveal": after("reveal", last_seal, min),
        "blocks from seals to the last reveal": after("reveal", last_seal, max),
        "blocks to the close": after("close", began, min),
        "refusals": len(seen["refuse"]),
        "blocks to the first refusal": after("refuse", began, min),
        "blocks to the last refusal": after("refuse", began, max),
        "who sealed first": first("seal"),
        "who revealed first": first("reveal"),
        "who refused first": first("refuse"),
        "lengths of what operators signed": tuple(sorted(call["bytes"] for call in seen["seal"] + seen["reveal"])),
        "model named next": named_next(chain, seen, began),
    }


def lengths(calls):
    """Which there are, of however many calls."""
    return tuple(sorted({call["callBytes"] for call in calls})) or None


def argument(calls, name):
    return calls[0]["args"][name] if calls else None


def bits(value):
    """The first three bits of what a hash, or a CID with a hash of 32 bytes, ends with: as good as random."""
    return int(value[-64:-62], 16) >> 5 if value else None


def values(record, seen):
    """What should be different for each request."""
    revealed = [call["args"] for call in seen["reveal"]]
    shared = {(what, args[what]) for args in revealed for what in ("content", "result") if args[what]}
    own = [("seal", call["args"]["seal"]) for call in seen["seal"]] + [("nonce", args["nonce"]) for args in revealed]
    return [("job", record["cid"]), *shared, *own]


def repeated(parts):
    """How often each of these values stands in all requests."""
    return collections.Counter(value for _, record, _, seen in parts for value in values(record, seen))


def named_next(chain, seen, began):
    """The model that one of its operators names next in a report, if it does so soon."""
    ends = max((call["block"] for calls in seen.values() for call in calls), default=began)
    operators = {call["signer"] for kind in ("seal", "refuse") for call in seen[kind]}
    for call in chain.reports:
        if call["signer"] in operators and began <= call["block"] <= ends + SOON:
            return str(call["args"])
    return None
