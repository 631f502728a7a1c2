# SPDX-License-Identifier: Apache-2.0
"""PyPI's substrate-interface against a development node, with no types of our own:

    python main.py ws://127.0.0.1:9944

An organisation is accredited and registers a patient, who signs a consent with no tokens; JSON-RPC and storage are
read, and every block is decoded."""

import sys

from substrateinterface import Keypair, SubstrateInterface

UNIT = 10**12
HOUR = 3_600_000


def check(condition, otherwise):
    if not condition:
        sys.exit(f"substrate-interface: {otherwise}")


def sent(node, pair, module, function, parameters):
    """Signs and sends, and waits until it is final; its events as (pallet, name)."""
    call = node.compose_call(module, function, parameters)
    receipt = node.submit_extrinsic(node.create_signed_extrinsic(call, pair), wait_for_finalization=True)
    check(receipt.is_success, f"{module}.{function} was refused: {receipt.error_message}")
    return [(event.value["module_id"], event.value["event_id"]) for event in receipt.triggered_events]


def agreed(node, members, call):
    """These members of the medical board agree to a call, by a motion; its events. The length has room."""
    motion = {"index": node.query("MedicalBoard", "ProposalCount").value}
    motion_hash = "0x" + call.call_hash.hex()
    sent(node, members[0], "MedicalBoard", "propose",
         {"threshold": len(members), "proposal": call, "length_bound": 1000})
    for member in members:
        sent(node, member, "MedicalBoard", "vote", {"proposal": motion_hash, **motion, "approve": True})
    weight = {"ref_time": 10_000_000_000, "proof_size": 1_000_000}
    return sent(node, members[0], "MedicalBoard", "close",
                {"proposal_hash": motion_hash, **motion, "proposal_weight_bound": weight, "length_bound": 1000})


def bounded(*items):
    """A bounded list as this library takes it: a structure whose one field, without a name, is the list."""
    return (list(items),)


def asked(node, method, *parameters):
    """The answer of the node's JSON-RPC."""
    return node.rpc_request(method, list(parameters))["result"]


def payload(node, organisation, patient, expires_at, key):
    """What the patient signs: pallets/participants/README.md."""
    domain = b"salus/registration/v1"
    genesis = bytes.fromhex(node.get_block_hash(0).removeprefix("0x"))
    # Before the domain its length, in SCALE's one byte for what is shorter than 64.
    parts = (bytes([len(domain) << 2]), domain, genesis, organisation.public_key, patient.public_key,
             expires_at.to_bytes(8, "little"), key)
    return b"".join(parts)


def decoded(node):
    """Names of the calls of every block, and how many blocks there are."""
    names = []
    # Asked before the loop: the library moves its own head when it decodes an older block.
    head = node.get_block_number(node.get_chain_finalised_head())
    for number in range(1, head + 1):
        block_hash = node.get_block_hash(number)
        node.get_events(block_hash)
        for extrinsic in node.get_block(block_hash)["extrinsics"]:
            call = extrinsic.value["call"]
            names.append(f"{call['call_module']}.{call['call_function']}")
    return names, head


def main():
    (url,) = sys.argv[1:]
    node = SubstrateInterface(url=url, ws_options={"timeout": 60})
    authority, other, clinic, reader = map(Keypair.create_from_uri, ("//Alice", "//Bob", "//Ferdie", "//Charlie"))
    # Of no account in the genesis: it has no tokens.
    patient = Keypair.create_from_uri("//Patient//substrate-interface")

    accredit = node.compose_call("Participants", "accredit", {
        "organisation": clinic.ss58_address, "kind": "Provider", "jurisdiction": "0x" + b"CH".hex(),
        "registrations_per_day": 100, "free_calls_per_day": 1000,
    })
    events = agreed(node, (authority, other), accredit)
    check(("Participants", "Accredited") in events, f"no event of the accreditation: {events}")
    key, expires_at = bytes([0x44]) * 32, node.query("Timestamp", "Now").value + HOUR
    signature = patient.sign(payload(node, clinic, patient, expires_at, key))
    events = sent(node, clinic, "Participants", "register_patient", {
        "patient": patient.ss58_address,
        "encryption_key": "0x" + key.hex(),
        "expires_at": expires_at,
        "patient_signature": {"Sr25519": "0x" + signature.hex()},
    })
    check(("Participants", "PatientRegistered") in events, f"no event of the registration: {events}")
    terms = {
        "effect": "Permit",
        "actor": {"Account": reader.ss58_address},
        "actions": bounded("Access"),
        "categories": bounded("Condition"),
        "compartments": bounded(),
        "purposes": bounded("Treatment"),
        "from": None, "until": None, "data_from": None, "data_until": None, "erase_at": None,
        "no_redisclosure": True,
        "mask_identity": False,
        "uses": None,
    }
    events = sent(node, patient, "Consent", "grant", {"terms": terms})
    check(("Consent", "Granted") in events, f"no event of the consent: {events}")
    sent(node, clinic, "Balances", "transfer_keep_alive", {"dest": reader.ss58_address, "value": UNIT})

    # It knows no runtime API that its own registry does not list; the node's JSON-RPC serves the same answers.
    known = asked(node, "participants_whoIs", patient.ss58_address)
    check(known["patient"], f"the patient is not known: {known}")
    provisions = asked(node, "consent_provisions", patient.ss58_address)
    check(len(provisions) == 1 and provisions[0]["purposes"] == ["TREAT"], f"provisions: {provisions}")
    balance = node.query("System", "Account", [patient.ss58_address]).value["data"]["free"]
    check(balance == 0, "the patient owns tokens, so this would prove nothing")

    # A head that comes while it listens: made by a transfer that it does not wait for.
    transfer = node.compose_call("Balances", "transfer_keep_alive", {"dest": reader.ss58_address, "value": UNIT})
    node.submit_extrinsic(node.create_signed_extrinsic(transfer, clinic))
    before = node.get_block_number(node.get_chain_finalised_head())
    heads = lambda head, _, subscription: head["header"]["number"] if head["header"]["number"] >= before else None
    check(node.subscribe_block_headers(heads, finalized_only=True) >= before, "no finalized head came")

    names, head = decoded(node)
    for name in ("Participants.register_patient", "Consent.grant", "Balances.transfer_keep_alive"):
        check(name in names, f"no block has {name} among {names}")
    node.close()
    print(f"substrate-interface: patient registered, consent signed; {len(names)} extrinsics of {head} blocks decoded")


main()
