// SPDX-License-Identifier: Apache-2.0
// Signs, as a patient, calls that carry one fault each, and shows that the chain names the fault and that
// nothing changes: no key of the watched pallets' storage. Prints one line of JSON a case.
//   node bad-input.mjs ws://127.0.0.1:9944 //Patient cid
//   {"case":"cid-version-zero","expected":"records.CidVersionZero","error":"records.CidVersionZero",…}
// The last argument picks the cases: those whose name begins with it.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const [url = 'ws://127.0.0.1:9944', secret = '//Patient', group = ''] = process.argv.slice(2);
const WATCHED = ['consent', 'records', 'disclosures'];
// The most keys that the node lists at once.
const PAGE = 1000;

const deadline = setTimeout(() => {
  console.error('polkadot.js: no end within two minutes');
  process.exit(1);
}, 120_000);

const provider = new WsProvider(url);
const api = await ApiPromise.create({ provider, noInitWarn: true });
const patient = new Keyring({ type: 'sr25519' }).addFromUri(secret);
const operators = (await api.query.participants.operatorsInService()).map(String).slice(0, 3);
const DAY = 24 * 60 * 60 * 1000;
const today = Math.floor((await api.query.timestamp.now()).toNumber() / DAY);

/** Every key and value of the watched pallets at the last finalized block, as text. */
async function state() {
  const at = await provider.send('chain_getFinalizedHead', []);
  const found = [];
  for (const pallet of WATCHED) {
    // "0x" and the 16 bytes with which every key of the pallet begins.
    const prefix = Object.values(api.query[pallet])[0].keyPrefix().slice(0, 34);
    let keys = [];
    do {
      keys = await provider.send('state_getKeysPaged', [prefix, PAGE, keys.at(-1) ?? null, at]);
      if (keys.length > 0) found.push(await provider.send('state_queryStorageAt', [keys, at]));
    } while (keys.length === PAGE);
  }
  return JSON.stringify(found.flat().map((set) => set.changes));
}

/** Signs and sends; gives the error with which the call ended in a finalized block, or never got into one. */
function outcome(call) {
  return new Promise((resolve) => {
    const refused = (error, docs = '') => resolve({ error, docs });
    call.signAndSend(patient, ({ status, dispatchError, isError }) => {
      if (isError) return refused(status.type);
      if (!status.isFinalized) return undefined;
      if (!dispatchError) return refused('none');
      if (!dispatchError.isModule) return refused(dispatchError.toString());
      const { section, name, docs } = api.registry.findMetaError(dispatchError.asModule);
      return refused(`${section}.${name}`, docs.join(' ').trim());
    }).catch((cause) => refused(cause.message));
  });
}

const bytes = (length) => '11'.repeat(length);

/** A new record of the patient's own, good but for what is changed. */
function submit(changes, data = { first: today, last: today }) {
  const document = {
    // CIDv1, raw, sha2-256.
    cid: `0x01551220${bytes(32)}`,
    length: 1024,
    keyCommitment: `0x${bytes(32)}`,
    custodians: operators,
    threshold: 2,
    anchors: operators.map(() => `0x${bytes(32)}`),
    ...changes,
  };
  return api.tx.records.submit(patient.address, 'Condition', 'General', data, document);
}

/** A permit, good but for what is changed. */
function permit(changes) {
  return api.tx.consent.grant({
    effect: 'Permit',
    actor: { DecisionSupport: { classes: 0, asker: null } },
    actions: ['Access'],
    categories: ['Condition'],
    compartments: [],
    purposes: ['DecisionSupport'],
    from: null, until: null, dataFrom: null, dataUntil: null, eraseAt: null,
    noRedisclosure: false,
    maskIdentity: false,
    uses: null,
    ...changes,
  });
}

const cases = [
  ['cid-version-zero', submit({ cid: `0x1220${bytes(32)}` }), 'records.CidVersionZero'],
  // sha3-256 in the place of sha2-256.
  ['cid-other-hash', submit({ cid: `0x01551620${bytes(32)}` }), 'records.CidOtherHash'],
  ['cid-truncated', submit({ cid: `0x01551220${bytes(20)}` }), 'records.CidWrongLength'],
  // dag-cbor.
  ['cid-unknown-codec', submit({ cid: `0x01711220${bytes(32)}` }), 'records.CidUnknownCodec'],
  ['cid-unknown-version', submit({ cid: `0x02551220${bytes(32)}` }), 'records.CidUnknownVersion'],
  ['document-too-large', submit({ length: 64 * 1024 * 1024 + 1 }), 'records.TooLarge'],
  ['document-empty', submit({ length: 0 }), 'records.Empty'],
  ['document-threshold', submit({ threshold: 1 }), 'records.ThresholdTooLow'],
  ['document-without-anchors', submit({ anchors: [] }), 'records.AnchorsMissing'],
  ['document-data-backwards', submit({}, { first: today, last: today - 1 }), 'records.InvalidDataPeriod'],
  ['document-data-in-future', submit({}, { first: today, last: today + 2 }), 'records.RecordedInFuture'],
  ['permit-no-category', permit({ categories: [] }), 'consent.NothingNamed'],
  ['permit-no-purpose', permit({ purposes: [] }), 'consent.NothingNamed'],
  ['permit-no-action', permit({ actions: [] }), 'consent.NothingNamed'],
  // Clinical, and one that there is not.
  ['permit-unknown-class', permit({ actor: { DecisionSupport: { classes: 1 + 8, asker: null } } }), 'consent.UnknownClass'],
  // Nobody has registered any.
  ['permit-unknown-study', permit({ actor: { Study: 1 } }), 'consent.UnknownStudy'],
].filter(([name]) => name.startsWith(group));

let good = cases.length > 0;
for (const [name, call, expected] of cases) {
  const before = await state();
  const { error, docs } = await outcome(call);
  const unchanged = (await state()) === before;
  good &&= error === expected && unchanged;
  console.log(JSON.stringify({ case: name, expected, error, docs, unchanged }));
}
clearTimeout(deadline);
await api.disconnect();
process.exitCode = good ? 0 : 1;
