# SPDX-License-Identifier: Apache-2.0
"""PyPI's substrate-interface against a development node, with no types of our own:

    python main.py ws://127.0.0.1:9944

An account registers as a patient who pays for themselves and signs a consent; JSON-RPC and storage are read, and every
block is decoded but for one kind of extrinsic, which this library does not know."""

import sys

from substrateinterface import Keypair, SubstrateInterface

UNIT = 10**12


def check(condition, otherwise):
    if not condition:
        sys.exit(f"substrate-interface: {otherwise}")


def sent(node, pair, module, function, parameters):
    """Signs and sends, and waits until it is final; its events as (pallet, name)."""
    call = node.compose_call(module, function, parameters)
    receipt = node.submit_extrinsic(node.create_signed_extrinsic(call, pair), wait_for_finalization=True)
    check(receipt.is_success, f"{module}.{function} was refused: {receipt.error_message}")
    return [(event.value["module_id"], event.value["event_id"]) for event in receipt.triggered_events]


def bounded(*items):
    """A bounded list as this library takes it: a structure whose one field, without a name, is the list."""
    return (list(items),)


def asked(node, method, *parameters):
    """The answer of the node's JSON-RPC."""
    return node.rpc_request(method, list(parameters))["result"]


def is_general(node, block_hash):
    """Which extrinsics of a block are general transactions of format 5."""
    extrinsics = asked(node, "chain_getBlock", block_hash)["block"]["extrinsics"]
    # After the length, a compact number whose own length its two lowest bits tell.
    skip = lambda data: (1, 2, 4, 5 + (data[0] >> 2))[data[0] & 0b11]
    raw = [bytes.fromhex(extrinsic.removeprefix("0x")) for extrinsic in extrinsics]
    return [data[skip(data)] == 0b0100_0101 for data in raw]


def named(extrinsic):
    """Pallet and name of an extrinsic's call, of one that was decoded."""
    call = extrinsic.value["call"]
    return f"{call['call_module']}.{call['call_function']}"


def decoded(node):
    """Names of the calls of every block, and how many general transactions there are."""
    names, general = [], 0
    # Asked before the loop: the library moves its own head when it decodes an older block.
    head = node.get_block_number(node.get_chain_finalised_head())
    for number in range(1, head + 1):
        block_hash = node.get_block_hash(number)
        node.get_events(block_hash)
        kinds = is_general(node, block_hash)
        # It takes a general transaction for a bare extrinsic and so its extensions for a call, and either fails or makes
        # another call of it. So such a block is read with errors ignored, and what it made of that one is not believed.
        block = node.get_block(block_hash, ignore_decoding_errors=any(kinds))
        for is_of_format_five, extrinsic in zip(kinds, block["extrinsics"], strict=True):
            if is_of_format_five:
                general += 1
                wrong = extrinsic is None or named(extrinsic) != "Participants.register_with_voucher"
                check(wrong, "it decodes general transactions now: drop this exception")
            else:
                names.append(named(extrinsic))
    return names, general, head


def main():
    (url,) = sys.argv[1:]
    node = SubstrateInterface(url=url, ws_options={"timeout": 60})
    patient, reader = Keypair.create_from_uri("//Ferdie"), Keypair.create_from_uri("//Charlie")

    events = sent(node, patient, "Participants", "register", {"encryption_key": "0x" + "44" * 32})
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
    sent(node, patient, "Balances", "transfer_keep_alive", {"dest": reader.ss58_address, "value": UNIT})

    # It knows no runtime API that its own registry does not list; the node's JSON-RPC serves the same answers.
    known = asked(node, "participants_whoIs", patient.ss58_address)
    check(known["patient"], f"the patient is not known: {known}")
    provisions = asked(node, "consent_list", patient.ss58_address)
    check(len(provisions) == 1 and provisions[0]["purposes"] == ["TREAT"], f"provisions: {provisions}")
    balance = node.query("System", "Account", [patient.ss58_address]).value["data"]["free"]
    check(balance > UNIT, f"a balance of {balance}")

    # A head that comes while it listens: made by a transfer that it does not wait for.
    transfer = node.compose_call("Balances", "transfer_keep_alive", {"dest": reader.ss58_address, "value": UNIT})
    node.submit_extrinsic(node.create_signed_extrinsic(transfer, patient))
    before = node.get_block_number(node.get_chain_finalised_head())
    heads = lambda head, _, subscription: head["header"]["number"] if head["header"]["number"] >= before else None
    check(node.subscribe_block_headers(heads, finalized_only=True) >= before, "no finalized head came")

    names, general, head = decoded(node)
    for name in ("Participants.register", "Consent.grant", "Balances.transfer_keep_alive"):
        check(name in names, f"no block has {name} among {names}")
    node.close()
    print(f"substrate-interface: registered, consent signed; {len(names)} extrinsics of {head} blocks decoded, "
          f"and {general} of format 5 not")


main()
