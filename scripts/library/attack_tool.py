# SPDX-License-Identifier: Apache-2.0
"""What somebody who stole secrets can do with them, without a line of Salus's: written anew by the standards that its
crypto cites. Driven by lines of JSON, each answered by one; keys and bytes are hexadecimal digits.

    {"do": "account", "secret": "//Dave"}
      {"account": "…", "private": "…", "public": "…"}     its X25519 pair; of development keys with hard steps only
    {"do": "sign", "secret": "//Dave", "payload": "…"}                                          {"signature": "…"}
    {"do": "draw"}                                                           {"private": "…", "public": "…"}
    {"do": "encrypt", "layers": [{"to": "…", "info": "…", "aad": "…"}], "plaintext": "…"}       {"message": "…"}
    {"do": "decrypt", "layers": [{"info": "…", "aad": "…"}], "secrets": ["…"], "message": "…"}
      {"opened": 0, "plaintext": null}                    layers that opened, the outermost first
    {"do": "keystore", "file": "/…", "passphrase": "…"}                         {"at-rest": "…", …}
    {"do": "at-rest", "key": "…", "kind": "share", "name": "…", "file": "/…"}               {"plaintext": null}

`layers` of `encrypt` are named from the innermost on. An error ends it.
"""

import hashlib
import hmac
import json
import pathlib
import re
import sys

import nacl.bindings
import nacl.exceptions
import sr25519
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

# DHKEM(X25519, HKDF-SHA256); with HKDF-SHA256 and ChaCha20-Poly1305.
KEM = b"KEM\x00\x20"
SUITE = b"HPKE\x00\x20\x00\x01\x00\x03"
XCHACHA_NONCE = 24
# The seed of Substrate's public development phrase.
DEVELOPMENT = bytes.fromhex("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e")
FORMAT = b"salus-keystore-1"

# RFC 9180, A.2.1 (base mode) and its first encryption.
VECTOR = {name: bytes.fromhex(digits) for name, digits in {
    "material": "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df",
    "private": "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
    "encapsulated": "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "aad": "436f756e742d30",
    "plaintext": "4265617574792069732074727574682c20747275746820626561757479",
    "ciphertext": "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
}.items()}


def compact(text):
    """A short string as SCALE has it."""
    assert len(text) < 64
    return bytes([len(text) << 2]) + text


# HPKE, RFC 9180.

def extract(suite, salt, label, material):
    return hmac.digest(salt, b"HPKE-v1" + suite + label + material, "sha256")


def expand(suite, key, label, info, length):
    info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(SHA256(), length, info).derive(key)


def pair_of_material(material):
    """DeriveKeyPair, section 7.1.3."""
    key = extract(KEM, b"", b"dkp_prk", material)
    return expand(KEM, key, b"sk", b"", 32)


def public_of(private):
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def exchange(private, public):
    return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))


def cipher(shared, encapsulated, recipient, info):
    """The cipher of one message, and its nonce."""
    key = extract(KEM, b"", b"eae_prk", shared)
    secret = expand(KEM, key, b"shared_secret", encapsulated + recipient, 32)
    context = b"\x00" + extract(SUITE, b"", b"psk_id_hash", b"") + extract(SUITE, b"", b"info_hash", info)
    secret = extract(SUITE, secret, b"secret", b"")
    key, nonce = (expand(SUITE, secret, label, context, length) for label, length in ((b"key", 32), (b"base_nonce", 12)))
    return ChaCha20Poly1305(key), nonce


def hpke_seal(recipient, info, aad, plaintext):
    fresh = X25519PrivateKey.generate().private_bytes_raw()
    encapsulated = public_of(fresh)
    by, nonce = cipher(exchange(fresh, recipient), encapsulated, recipient, info)
    return encapsulated + by.encrypt(nonce, plaintext, aad)


def hpke_open(private, info, aad, message):
    """The plaintext, or None."""
    encapsulated, ciphertext = message[:32], message[32:]
    try:
        by, nonce = cipher(exchange(private, encapsulated), encapsulated, public_of(private), info)
        return by.decrypt(nonce, ciphertext, aad)
    except (InvalidTag, ValueError):
        return None


def check_by_the_standard():
    encrypted = VECTOR["encapsulated"] + VECTOR["ciphertext"]
    assert pair_of_material(VECTOR["material"]) == VECTOR["private"]
    assert hpke_open(VECTOR["private"], VECTOR["info"], VECTOR["aad"], encrypted) == VECTOR["plaintext"]


# Accounts: sr25519 and Substrate's paths.

def pair(secret):
    """Public and private key of a development account."""
    assert re.fullmatch(r"(//[^/]+)+", secret), f"{secret} is not a development key with hard steps"
    public, private = sr25519.pair_from_seed(DEVELOPMENT)
    for step in secret.split("//")[1:]:
        code = int(step).to_bytes(8, "little") if step.isdecimal() else compact(step.encode())
        code = hashlib.blake2b(code, digest_size=32).digest() if len(code) > 32 else code.ljust(32, b"\x00")
        _, public, private = sr25519.hard_derive_keypair((code, public, private), b"")
    return public, private


def account(secret):
    public, private = pair(secret)
    material = HKDF(SHA256(), 32, b"salus/x25519/v1", b"salus/encryption/v1").derive(private[:32])
    encryption = pair_of_material(material)
    return {"account": public.hex(), "private": encryption.hex(), "public": public_of(encryption).hex()}


# What lies on disks.

def xchacha_open(key, nonce, aad, ciphertext):
    try:
        return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, aad, nonce, key)
    except nacl.exceptions.CryptoError:
        return None


def length_at(text):
    """A SCALE length, and what follows it."""
    kind = text[0] & 3
    assert kind < 3, "longer than any secret"
    size = 1 << kind
    return int.from_bytes(text[:size], "little") >> 2, text[size:]


def keystore(file, passphrase):
    stored = json.loads(pathlib.Path(file).read_text())
    assert stored["format"].encode() == FORMAT, stored["format"]
    cost = [stored["argon2id"][name] for name in ("memory_kib", "passes", "lanes")]
    memory, passes, lanes = cost
    salt, nonce, ciphertext = (bytes.fromhex(stored[name]) for name in ("salt", "nonce", "ciphertext"))
    key = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory).derive(passphrase.encode())
    aad = compact(FORMAT) + b"".join(number.to_bytes(4, "little") for number in cost) + salt
    text = xchacha_open(key, nonce, aad, ciphertext)
    assert text is not None, "another passphrase"
    count, text = length_at(text)
    secrets = {}
    for _ in range(count):
        length, text = length_at(text)
        name, text = text[:length].decode(), text[length:]
        length, text = length_at(text)
        secrets[name], text = text[:length].hex(), text[length:]
    return secrets


def at_rest(key, kind, name, encrypted):
    aad = b"salus/at-rest/v1/" + kind.encode() + b"\x00" + name
    return xchacha_open(key, encrypted[:XCHACHA_NONCE], aad, encrypted[XCHACHA_NONCE:])


# What is asked.

def decrypt(layers, secrets, message):
    """Each layer by whichever secret opens it."""
    opened = 0
    for layer in layers:
        tried = (hpke_open(secret, *layer, message) for secret in secrets)
        inner = next((found for found in tried if found is not None), None)
        if inner is None:
            return opened, None
        opened, message = opened + 1, inner
    return opened, message


def answer(do, **asked):
    digits = lambda name: bytes.fromhex(asked[name])
    layers = [tuple(bytes.fromhex(layer[name]) for name in ("to", "info", "aad") if name in layer)
              for layer in asked.get("layers", [])]
    hexed = lambda plaintext: None if plaintext is None else plaintext.hex()
    if do == "account":
        return account(asked["secret"])
    if do == "sign":
        return {"signature": sr25519.sign(pair(asked["secret"]), digits("payload")).hex()}
    if do == "draw":
        private = X25519PrivateKey.generate().private_bytes_raw()
        return {"private": private.hex(), "public": public_of(private).hex()}
    if do == "encrypt":
        message = digits("plaintext")
        for layer in layers:
            message = hpke_seal(*layer, message)
        return {"message": message.hex()}
    if do == "decrypt":
        opened, plaintext = decrypt(layers, list(map(bytes.fromhex, asked["secrets"])), digits("message"))
        return {"opened": opened, "plaintext": hexed(plaintext)}
    if do == "keystore":
        return keystore(asked["file"], asked["passphrase"])
    if do == "at-rest":
        encrypted = pathlib.Path(asked["file"]).read_bytes()
        return {"plaintext": hexed(at_rest(digits("key"), asked["kind"], digits("name"), encrypted))}
    raise ValueError(do)


check_by_the_standard()
for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
