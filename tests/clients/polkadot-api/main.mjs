// SPDX-License-Identifier: Apache-2.0
// polkadot-api, without descriptors made beforehand, against a development node:
//   node main.mjs ws://127.0.0.1:9944
// An account registers as a patient who pays for themselves and signs a consent; events, runtime APIs and JSON-RPC are
// read, and every extrinsic and event of every block is decoded.
import { DEV_PHRASE, entropyToMiniSecret, mnemonicToEntropy, ss58Address } from '@polkadot-labs/hdkd-helpers';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { Enum, createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

const [url] = process.argv.slice(2);
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
const pair = derive('//Dave');
const signer = getPolkadotSigner(pair.publicKey, 'Sr25519', pair.sign);
const patient = ss58Address(pair.publicKey);
const reader = ss58Address(derive('//Charlie').publicKey);

const client = createClient(getWsProvider(url, { websocketClass: WebSocket }));
const api = client.getUnsafeApi();

/** Signs and sends, and waits until it is final; its events. */
async function sent(call) {
  const { ok, events, dispatchError } = await call.signAndSubmit(signer);
  check(ok, `refused: ${text(dispatchError)}`);
  return events;
}

/** How many bytes a compact number takes, by its first byte. */
const compactLength = (first) => [1, 2, 4, 5 + (first >> 2)][first & 0b11];

/** The call inside an extrinsic's bytes. Bare, signed (format 4) or general (format 5). */
function callOf(extrinsic) {
  const skip = compactLength(extrinsic[0]);
  let at = skip + 1;
  const extensions = () => {
    at += extrinsic[at] === 0 ? 1 : 2; // the era
    at += compactLength(extrinsic[at]); // the nonce
    at += compactLength(extrinsic[at]); // the tip
    at += 1; // whether the metadata's hash is signed: none of these do
  };
  switch (extrinsic[skip]) {
    case 0x04:
    case 0x05:
      break;
    case 0x84:
      at += 1 + 32; // the signer's account
      at += 1 + 64; // an sr25519 signature
      extensions();
      break;
    case 0x45:
      at += 1; // the version of the extensions
      extensions();
      break;
    default:
      fail(`an extrinsic of format ${extrinsic[skip]}`);
  }
  return extrinsic.slice(at);
}

const finalized = [];
const subscription = client.finalizedBlock$.subscribe({
  next: (block) => finalized.push(block),
  error: (cause) => fail(`the subscription ended: ${cause.message}`),
});

const registered = await sent(api.tx.Participants.register({ encryption_key: `0x${'33'.repeat(32)}` }));
check(registered.some(({ type, value }) => type === 'Participants' && value.type === 'PatientRegistered'),
  `no event of the registration: ${text(registered)}`);
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
}));
check(granted.some(({ type, value }) => type === 'Consent' && value.type === 'Granted'),
  `no event of the consent: ${text(granted)}`);
await sent(api.tx.Balances.transfer_keep_alive({ dest: Enum('Id', reader), value: 1_000_000_000_000n }));

// Queries: a runtime API, a view function, and the node's JSON-RPC.
const known = await api.apis.ParticipantsApi.who_is(patient);
check(known.patient !== undefined, `the runtime API does not know the patient: ${text(known)}`);
check((await api.view.Participants.is_member_of(reader, patient)) === false, 'the view function calls the patient a member');
const provisions = await client._request('consent_list', [patient]);
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
for (const name of ['Participants.register', 'Consent.grant', 'Balances.transfer_keep_alive']) {
  check(names.includes(name), `no block has ${name} among ${names}`);
}
check(finalized.length > 0 && finalized.at(-1).number <= head, `the subscription told of ${text(finalized)}`);
subscription.unsubscribe();
client.destroy();
console.log(`polkadot-api: registered, consent signed; ${names.length} extrinsics of ${head} blocks decoded`);
process.exit(0);
