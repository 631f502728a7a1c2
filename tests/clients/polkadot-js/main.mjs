// SPDX-License-Identifier: Apache-2.0
// @polkadot/api, the library of Polkadot.js Apps, against a development node, with no types of our own:
//   node main.mjs ws://127.0.0.1:9944
// An organisation is accredited and registers a patient, who signs a consent with no tokens.
// Every extrinsic and event of every block is decoded, and the metadata's own words are checked.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aWrapBytes } from '@polkadot/util';

const [url] = process.argv.slice(2);
const HOUR = 60 * 60 * 1000;
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
const [authority, other, clinic] = ['//Alice', '//Bob', '//Bob//stash'].map((secret) => keyring.addFromUri(secret));
// Of no account in the genesis: it has no tokens.
const patient = keyring.addFromUri('//Patient//polkadot-js');

/** Signs and sends; the events with which it stands in a finalized block. */
function sent(call, signer) {
  return new Promise((resolve, reject) => {
    call.signAndSend(signer, ({ status, events, dispatchError, isError }) => {
      const inner = events.find(({ event }) => api.events.medicalBoard.Executed.is(event) && event.data[1].isErr);
      const error = dispatchError ?? inner?.event.data[1].asErr;
      if (error) reject(new Error(error.isModule ? api.registry.findMetaError(error.asModule).name : String(error)));
      else if (isError) reject(new Error(status.type));
      else if (status.isFinalized) resolve(events);
    }).catch(reject);
  });
}

/** Two members of the medical board agree to a call, by a motion. */
async function agreed(call) {
  const board = api.tx.medicalBoard;
  const [hash, length] = [call.method.hash, call.method.toU8a().length];
  const index = await api.query.medicalBoard.proposalCount();
  await sent(board.propose(2, call, length), authority);
  for (const member of [authority, other]) await sent(board.vote(hash, index, true), member);
  return sent(board.close(hash, index, { refTime: 10_000_000_000n, proofSize: 1_000_000n }, length), authority);
}

/** The clinic registers the patient, who signs what pallets/participants/README.md describes. */
async function registerPatient() {
  const expiresAt = (await api.query.timestamp.now()).toNumber() + HOUR;
  const key = new Uint8Array(32).fill(0x22);
  const payload = api.createType('(Bytes, [u8; 32], AccountId, AccountId, u64, [u8; 32])',
    ['salus/registration/v1', api.genesisHash, clinic.address, patient.address, expiresAt, key]).toU8a();
  // As a browser's extension does when it is asked to sign bytes.
  const signature = patient.sign(u8aWrapBytes(payload));
  const call = (expiry) => api.tx.participants.registerPatient(patient.address, key, expiry, { Sr25519: signature });
  const refused = await sent(call(expiresAt + 1), clinic).then(() => 'nothing', ({ message }) => message);
  check(refused === 'BadSignature', `another expiry than the patient signed ended with ${refused}`);
  const events = await sent(call(expiresAt), clinic);
  const { event } = events.find(({ event }) => api.events.participants.PatientRegistered.is(event)) ?? {};
  check(event?.data.toString().includes(patient.address), `no event of the patient's registration: ${events}`);
}

/** What calls, errors, events and storage say of themselves is for people who do not read the source. */
function checkWords() {
  const pallets = ['participants', 'disclosures', 'consent', 'records', 'quorum', 'decisionSupport'];
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
await agreed(api.tx.participants.accredit(clinic.address, 'Provider', 'CH', 100, 1000));
await registerPatient();
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
const provisions = await provider.send('consent_provisions', [patient.address]);
check(provisions.length === 1 && provisions[0].purposes[0] === 'TREAT', `provisions: ${JSON.stringify(provisions)}`);

const head = (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
const names = [];
for (let number = 1; number <= head; number += 1) {
  const hash = await api.rpc.chain.getBlockHash(number);
  const { block } = await api.rpc.chain.getBlock(hash);
  names.push(...block.extrinsics.map(({ method }) => `${method.section}.${method.method}`));
  for (const { event } of await (await api.at(hash)).query.system.events()) event.toHuman();
}
for (const name of ['participants.registerPatient', 'consent.grant', 'balances.transferKeepAlive']) {
  check(names.includes(name), `no block has ${name} among ${names}`);
}
console.log(`@polkadot/api: patient registered, consent signed; ${names.length} extrinsics of ${head} blocks decoded`);
await api.disconnect();
process.exit(0);
