# SPDX-License-Identifier: Apache-2.0
"""How an operation may fail while custodians are killed: by saying that they do not answer, or that an operator is out of
the draw. Whatever else goes wrong is a finding, and so is a custodian that answers and has lost what it should keep."""

import re

WRITING = {
    "CustodianUnreachable",
    "CustodianUnavailable",
    "CustodianRefused",
    "CustodianKeyGone",
    "CustodianWithoutDocument",
    "NotStored",
}
# `NotFound` is also said of what the chain does not know; that names no custodian.
READING = {"CustodiansMissing", "NotFound"}
# An erasure needs the chain alone.
# Whoever asks reads the inputs and writes down what is asked.
ASKING = WRITING | READING
MAY_FAIL = {"write": WRITING, "amend": WRITING, "read": READING, "ask": ASKING, "erase": set()}
# Until an operator that was away says that it is back.
TOO_FEW = "Quorum.TooFewOperators"

# Each custodian with what became of it, in the messages of `salus`.
CAUSE = re.compile(r"custodian \w{40,} (.*?)(?=; custodian \w{40,} |$)", re.DOTALL)

# What a custodian may say, and how it is counted.
AWAY = [
    (r"does not answer at ", "no answer"),
    (r"can't work now: a share for this key lies here", "set aside since a kill"),
    (r"can't work now: ", "can't work now"),
]
# Of a document that comes in. Of one that it keeps, a refusal says that it is lost.
COMING = [
    (r"did not get the document: document \w+ was not found within", "whoever has the document does not answer"),
    (r"has another placement key by now: ", "killed again before the share came under its new key"),
    (r"refused: this ticket is used up", "killed between the announcement and the document"),
    (r"refused: this document is kept for another key already", "killed between the document and the share"),
    (r"refused: the request names block \d+, but the last finalized block is", "tried again for too long"),
]


def said(operation, cause):
    """In which words a custodian's cause is counted; none if it must not be one."""
    may = AWAY + (COMING if WRITING <= MAY_FAIL[operation] else [])
    return next((words for pattern, words in may if re.match(pattern, cause)), None)


def explanation(operation, error):
    """Why this failure may be, in a few words; none if it may not."""
    if (operation, error["kind"]) == ("ask", TOO_FEW):
        return "an operator is out of the draw"
    if error["kind"] not in MAY_FAIL[operation]:
        return None
    words = {said(operation, cause) for cause in CAUSE.findall(error["message"])}
    if not words or None in words:
        return None
    return f"{error['kind']} ({', '.join(sorted(words))})"
