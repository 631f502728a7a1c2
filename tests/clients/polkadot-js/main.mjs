// SPDX-License-Identifier: Apache-2.0
// @polkadot/api, the library of Polkadot.js Apps, against a development node, with no types of our own:
//   node main.mjs ws://127.0.0.1:9944
// An organisation is accredited, a patient registered by its voucher, and the patient signs a consent with no tokens.
// Every extrinsic and event of every block is decoded, and the metadata's own words are checked.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { compactAddLength, compactToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const [url] = process.argv.slice(2);
const DAY = 24 * 60 * 60 * 1000;
setTimeout(() => fail('no end within two minutes'), 120_000).unref();

function fail(reason) {
  console.error(`@polkadot/api: ${reason}`);
  process.exit(1);
}

function check(condition, otherwise) {
  if (!condition) fail(otherwise);
}

const provider = new WsProvider(url);
const api = await ApiPromise.create({ provider, noInitWarn: true });
const keyring = new Keyring({ type: 'sr25519' });
const [authority, clinic] = ['//Alice', '//Bob//stash'].map((secret) => keyring.addFromUri(secret));
// Of no account in the genesis: it has no tokens.
const patient = keyring.addFromUri('//Patient//polkadot-js');

/** Signs and sends; the events with which it stands in a finalized block. */
function sent(call, signer) {
  return new Promise((resolve, reject) => {
    call.signAndSend(signer, ({ status, events, dispatchError, isError }) => {
      const inner = events.find(({ event }) => api.events.sudo.Sudid.is(event) && event.data[0].isErr);
      const error = dispatchError ?? inner?.event.data[0].asErr;
      if (error) reject(new Error(error.isModule ? api.registry.findMetaError(error.asModule).name : String(error)));
      else if (isError) reject(new Error(status.type));
      else if (status.isFinalized) resolve(events);
    }).catch(reject);
  });
}

/** The first event of a kind in a finalized block from now on. */
async function seen(kind) {
  let found;
  const first = new Promise((resolve) => { found = resolve; });
  const stop = await api.rpc.chain.subscribeFinalizedHeads(async (head) => {
    for (const { event } of await (await api.at(head.hash)).query.system.events()) if (kind.is(event)) found(event);
  });
  return { first, stop };
}

/** Registers by a voucher that the clinic and the patient have signed. */
async function registerByVoucher() {
  const now = (await api.query.timestamp.now()).toNumber();
  const voucher = { organisation: clinic.address, patient: patient.address, expiresAt: now + DAY };
  const key = new Uint8Array(32).fill(0x22);
  const call = (byClinic, byPatient) =>
    api.tx.participants.registerWithVoucher(voucher, key, { Sr25519: byClinic }, { Sr25519: byPatient });
  const encoded = call(new Uint8Array(64), new Uint8Array(64)).args[0].toU8a();
  const payload = u8aConcat(compactAddLength(stringToU8a('salus/voucher/v1')), api.genesisHash, encoded, key);
  const { method } = call(clinic.sign(payload), patient.sign(payload));
  // No wallet sends a general transaction, so its bytes are made here: format 5, general; version 0 of the extensions;
  // an immortal era, nonce 0, tip 0, no hash of the metadata.
  const body = u8aConcat([0b0100_0101, 0, 0, 0, 0, 0], method.toU8a());
  const { first, stop } = await seen(api.events.participants.PatientRegistered);
  await provider.send('author_submitExtrinsic', [u8aToHex(u8aConcat(compactToU8a(body.length), body))]);
  const event = await first;
  stop();
  check(event.data.toString().includes(patient.address), `another patient was registered: ${event.data}`);
}

/** What calls, errors, events and storage say of themselves is for people who do not read the source. */
function checkWords() {
  const pallets = ['participants', 'disclosures', 'consent', 'records', 'decisionSupport'];
  for (const { name, docs } of api.runtimeMetadata.asLatest.pallets.toArray().flatMap(ofPallet)) {
    const text = docs.map(String).join('\n');
    check(!text.includes('Data rule'), `${name} cites a rule of the design: ${text}`);
  }
  for (const pallet of pallets) {
    for (const [name, call] of Object.entries(api.tx[pallet] ?? {})) {
      check(call.meta.docs.length > 0, `${pallet}.${name} does not say who signs it`);
    }
  }
  // A wallet shows the names of variants; a reader of the metadata finds HL7's codes beside them.
  const purpose = api.registry.lookup.types.find(({ type }) => String(type.path.at(-1)) === 'Purpose');
  const told = purpose.type.def.asVariant.variants.map(({ docs }) => docs.map(String).join(' '));
  for (const code of ['TREAT', 'ETREAT', 'BTG', 'CAREMGT', 'HPAYMT', 'HOPERAT', 'HRESCH', 'PUBHLTH', 'PATRQT', 'CDS']) {
    check(told.some((docs) => docs.split(/\W+/).includes(code)), `no purpose tells its code ${code}: ${told}`);
  }
}

function ofPallet(pallet) {
  const variants = [pallet.calls, pallet.events, pallet.errors]
    .filter((part) => part.isSome)
    .flatMap((part) => api.registry.lookup.getSiType(part.unwrap().type).def.asVariant.variants.toArray());
  const items = pallet.storage.isSome ? pallet.storage.unwrap().items.toArray() : [];
  return [...variants, ...items, ...pallet.constants.toArray()];
}

checkWords();
await sent(api.tx.sudo.sudo(api.tx.participants.accredit(clinic.address, 'Provider', 'CH', 100)), authority);
await registerByVoucher();
const { data } = await api.query.system.account(patient.address);
check(data.free.isZero(), 'the patient owns tokens, so this would prove nothing');

// A field in camelCase and a list left empty, as Polkadot.js Apps sends them.
const events = await sent(api.tx.consent.grant({
  effect: 'Permit',
  actor: { Account: clinic.address },
  actions: ['Access'],
  categories: ['Condition'],
  compartments: [],
  purposes: ['Treatment'],
  from: null, until: null, dataFrom: null, dataUntil: null, eraseAt: null,
  noRedisclosure: true,
  maskIdentity: false,
  uses: null,
}), patient).catch((error) => fail(`the patient's consent was refused: ${error.message}`));
check(events.some(({ event }) => api.events.consent.Granted.is(event)), 'no consent.Granted event');
await sent(api.tx.balances.transferKeepAlive(clinic.address, 1_000_000_000_000n), authority);

// Queries: a runtime API by its own name, and the node's JSON-RPC.
const known = await api.call.participantsApi.whoIs(patient.address);
check(known.patient.isSome, `the runtime API does not know the patient: ${known}`);
const provisions = await provider.send('consent_list', [patient.address]);
check(provisions.length === 1 && provisions[0].purposes[0] === 'TREAT', `provisions: ${JSON.stringify(provisions)}`);

const head = (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
const names = [];
for (let number = 1; number <= head; number += 1) {
  const hash = await api.rpc.chain.getBlockHash(number);
  const { block } = await api.rpc.chain.getBlock(hash);
  names.push(...block.extrinsics.map(({ method }) => `${method.section}.${method.method}`));
  for (const { event } of await (await api.at(hash)).query.system.events()) event.toHuman();
}
for (const name of ['participants.registerWithVoucher', 'consent.grant', 'balances.transferKeepAlive']) {
  check(names.includes(name), `no block has ${name} among ${names}`);
}
console.log(`@polkadot/api: registered by voucher, consent signed; ${names.length} extrinsics of ${head} blocks decoded`);
await api.disconnect();
process.exit(0);
