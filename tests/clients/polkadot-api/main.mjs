// SPDX-License-Identifier: Apache-2.0
// polkadot-api, without descriptors made beforehand, against a development node:
//   node main.mjs ws://127.0.0.1:9944
// An organisation is accredited and registers a patient, who signs a consent with no tokens; events, runtime APIs and
// JSON-RPC are read, and every extrinsic and event of every block is decoded.
import { DEV_PHRASE, entropyToMiniSecret, mnemonicToEntropy, ss58Address } from '@polkadot-labs/hdkd-helpers';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { Enum, createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

const [url] = process.argv.slice(2);
const HOUR = 3_600_000n;
setTimeout(() => fail('no end within two minutes'), 120_000).unref();

function fail(reason) {
  console.error(`polkadot-api: ${reason}`);
  process.exit(1);
}

function check(condition, otherwise) {
  if (!condition) fail(otherwise);
}

/** For messages: numbers of any size as text. */
const text = (value) => JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part));

const derive = sr25519CreateDerive(entropyToMiniSecret(mnemonicToEntropy(DEV_PHRASE)));
const person = (path) => {
  const { publicKey, sign } = derive(path);
  return { publicKey, address: ss58Address(publicKey), signer: getPolkadotSigner(publicKey, 'Sr25519', sign) };
};
// The last is of no account in the genesis: it has no tokens.
const [authority, other, clinic, patient] = ['//Alice', '//Bob', '//Dave', '//Patient//polkadot-api'].map(person);
const { address: reader } = person('//Charlie');

const client = createClient(getWsProvider(url, { websocketClass: WebSocket }));
const api = client.getUnsafeApi();

/** Signs and sends, and waits until it is final; its events. */
async function sent(call, { signer }) {
  const { ok, events, dispatchError } = await call.signAndSubmit(signer);
  check(ok, `refused: ${text(dispatchError)}`);
  return events;
}

/** How many bytes a compact number takes, by its first byte. */
const compactLength = (first) => [1, 2, 4, 5 + (first >> 2)][first & 0b11];

/** The call inside an extrinsic's bytes, bare or signed. */
function callOf(extrinsic) {
  const skip = compactLength(extrinsic[0]);
  let at = skip + 1;
  switch (extrinsic[skip]) {
    case 0x04:
    case 0x05:
      break;
    case 0x84:
      at += 1 + 32; // the signer's account
      at += 1 + 64; // an sr25519 signature
      at += extrinsic[at] === 0 ? 1 : 2; // the era
      at += compactLength(extrinsic[at]); // the nonce
      at += compactLength(extrinsic[at]); // the tip
      at += 1; // whether the metadata's hash is signed: none of these do
      break;
    default:
      fail(`an extrinsic of format ${extrinsic[skip]}`);
  }
  return extrinsic.slice(at);
}

const toHex = (bytes) => `0x${Buffer.from(bytes).toString('hex')}`;

/** What the patient signs: pallets/participants/README.md. */
async function payload(expiresAt, key) {
  const domain = Buffer.from('salus/registration/v1');
  const genesis = await client._request('chain_getBlockHash', [0]);
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64LE(expiresAt);
  // Before the domain its length, in SCALE's one byte for what is shorter than 64.
  return new Uint8Array(Buffer.concat([
    Buffer.from([domain.length << 2]), domain, Buffer.from(genesis.slice(2), 'hex'), clinic.publicKey,
    patient.publicKey, moment, key,
  ]));
}

const finalized = [];
const subscription = client.finalizedBlock$.subscribe({
  next: (block) => finalized.push(block),
  error: (cause) => fail(`the subscription ended: ${cause.message}`),
});

const has = (events, pallet, name) => events.some(({ type, value }) => type === pallet && value.type === name);
const accredit = api.tx.Participants.accredit({
  organisation: clinic.address, kind: Enum('Provider'), jurisdiction: toHex('CH'), registrations_per_day: 100,
  free_calls_per_day: 1000,
});
// Two members of the medical board agree to it, by a motion; its length has room.
const board = api.tx.MedicalBoard;
const length_bound = 1000;
const proposed = await sent(board.propose({ threshold: 2, proposal: accredit.decodedCall, length_bound }), authority);
const { proposal_hash, proposal_index: index } =
  proposed.find(({ type, value }) => type === 'MedicalBoard' && value.type === 'Proposed').value.value;
for (const member of [authority, other]) {
  await sent(board.vote({ proposal: proposal_hash, index, approve: true }), member);
}
const proposal_weight_bound = { ref_time: 10_000_000_000n, proof_size: 1_000_000n };
const accredited = await sent(board.close({ proposal_hash, index, proposal_weight_bound, length_bound }), authority);
check(has(accredited, 'Participants', 'Accredited'), `no event of the accreditation: ${text(accredited)}`);

const key = Buffer.alloc(32, 0x33);
const expiresAt = (await api.query.Timestamp.Now.getValue()) + HOUR;
const registered = await sent(api.tx.Participants.register_patient({
  patient: patient.address,
  encryption_key: toHex(key),
  expires_at: expiresAt,
  // It wraps the bytes as wallets do.
  patient_signature: Enum('Sr25519', toHex(await patient.signer.signBytes(await payload(expiresAt, key)))),
}), clinic);
check(has(registered, 'Participants', 'PatientRegistered'), `no event of the registration: ${text(registered)}`);
const granted = await sent(api.tx.Consent.grant({
  terms: {
    effect: Enum('Permit'),
    actor: Enum('Account', reader),
    actions: [Enum('Access')],
    categories: [Enum('Condition')],
    compartments: [],
    purposes: [Enum('Treatment')],
    from: undefined, until: undefined, data_from: undefined, data_until: undefined, erase_at: undefined,
    no_redisclosure: true,
    mask_identity: false,
    uses: undefined,
  },
}), patient);
check(has(granted, 'Consent', 'Granted'), `no event of the consent: ${text(granted)}`);
await sent(api.tx.Balances.transfer_keep_alive({ dest: Enum('Id', reader), value: 1_000_000_000_000n }), clinic);

// Queries: a runtime API, a view function, and the node's JSON-RPC.
const { data: { free } } = await api.query.System.Account.getValue(patient.address);
check(free === 0n, 'the patient owns tokens, so this would prove nothing');
const known = await api.apis.ParticipantsApi.who_is(patient.address);
check(known.patient !== undefined, `the runtime API does not know the patient: ${text(known)}`);
const isMember = await api.view.Participants.is_member_of(reader, patient.address);
check(isMember === false, 'the view function calls the patient a member');
const provisions = await client._request('consent_provisions', [patient.address]);
check(provisions.length === 1 && provisions[0].purposes[0] === 'TREAT', `provisions: ${text(provisions)}`);

// Blocks of any age, which the node keeps with their state.
const { txFromCallData } = await api.getStaticApis();
const { number: head } = await client.getFinalizedBlock();
const names = [];
for (let number = 1; number <= head; number += 1) {
  const hash = await client._request('chain_getBlockHash', [number]);
  for (const extrinsic of await client.getBlockBody(hash)) {
    const { type: pallet, value } = txFromCallData(callOf(extrinsic)).decodedCall;
    names.push(`${pallet}.${value.type}`);
  }
  const events = await api.query.System.Events.getValue({ at: hash });
  check(events.length > 0, `block ${number} has no events`);
}
for (const name of ['Participants.register_patient', 'Consent.grant', 'Balances.transfer_keep_alive']) {
  check(names.includes(name), `no block has ${name} among ${names}`);
}
check(finalized.length > 0 && finalized.at(-1).number <= head, `the subscription told of ${text(finalized)}`);
subscription.unsubscribe();
client.destroy();
console.log(`polkadot-api: patient registered, consent signed; ${names.length} extrinsics of ${head} blocks decoded`);
process.exit(0);
