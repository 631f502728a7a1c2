// SPDX-License-Identifier: Apache-2.0
// Connects to a node as Polkadot.js Apps does, with no types of our own: decodes its metadata, every
// extrinsic and event of every block, and signs one consent as a patient who owns no tokens.
//   node check.mjs ws://127.0.0.1:9944
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const url = process.argv[2] ?? 'ws://127.0.0.1:9944';
const deadline = setTimeout(() => fail('no end within two minutes'), 120_000);

function fail(reason) {
  console.error(`polkadot.js: ${reason}`);
  process.exit(1);
}

function check(condition, otherwise) {
  if (!condition) fail(otherwise);
}

const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const pallets = ['participants', 'consent', 'records', 'quorum', 'decisionSupport'];
for (const pallet of pallets) {
  check(api.tx[pallet] !== undefined, `the metadata has no calls of ${pallet}`);
  for (const [name, call] of Object.entries(api.tx[pallet])) {
    const docs = call.meta.docs.map(String).join('\n');
    for (const line of ['- Signer: ', '- Cost: ', '- Errors: ']) {
      check(docs.includes(line), `the documentation of ${pallet}.${name} has no line ${line}`);
    }
  }
  check(Object.keys(api.errors[pallet]).length > 0, `the metadata has no errors of ${pallet}`);
}
check(api.events.disclosures !== undefined, 'the metadata has no events of disclosures');

const head = (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
const seen = new Map();
let extrinsics = 0;
// Blocks whose state, and with it their events, the node keeps no more.
let forgotten = 0;
const eventsOf = async (hash) => {
  try {
    return await (await api.at(hash)).query.system.events();
  } catch (cause) {
    check(/discarded|pruned/i.test(cause.message), `the events of ${hash}: ${cause.message}`);
    forgotten += 1;
    return [];
  }
};
for (let number = 1; number <= head; number += 1) {
  const hash = await api.rpc.chain.getBlockHash(number);
  const [block, events] = await Promise.all([api.rpc.chain.getBlock(hash), eventsOf(hash)]);
  extrinsics += block.block.extrinsics.length;
  for (const { event } of events) {
    event.toHuman();
    const name = `${event.section}.${event.method}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
}
const ours = [...seen.keys()].filter((name) => [...pallets, 'disclosures'].includes(name.split('.')[0]));
if (process.argv.includes('--after-scenario')) {
  const early = ['participants.PatientRegistered', 'records.Submitted', 'quorum.Drawn', 'quorum.Paid', 'decisionSupport.Settled'];
  for (const name of [...(forgotten ? [] : early), 'consent.GlassBroken', 'records.DestructionComplete']) {
    check(seen.has(name), `no event ${name} among ${ours.join(', ')}`);
  }
}

const patient = new Keyring({ type: 'sr25519' }).addFromUri('//Patient');
if (process.argv.includes('--after-scenario')) {
  const { data } = await api.query.system.account(patient.address);
  check(data.free.isZero(), 'the patient owns tokens, so this would prove nothing');
  const terms = {
    effect: 'Permit',
    // For clinical work, whoever asks.
    actor: { DecisionSupport: { classes: 1, asker: null } },
    actions: ['Access'],
    categories: ['Condition'],
    compartments: [],
    purposes: ['DecisionSupport'],
    from: null, until: null, dataFrom: null, dataUntil: null, eraseAt: null,
    noRedisclosure: true,
    maskIdentity: false,
    uses: 1,
  };
  const events = await new Promise((resolve, reject) => {
    api.tx.consent.grant(terms).signAndSend(patient, (result) => {
      if (result.dispatchError) {
        const error = result.dispatchError.isModule
          ? api.registry.findMetaError(result.dispatchError.asModule).name
          : result.dispatchError.toString();
        reject(new Error(error));
      } else if (result.isError) {
        reject(new Error(result.status.type));
      } else if (result.status.isFinalized) {
        resolve(result.events);
      }
    }).catch(reject);
  }).catch((error) => fail(`the patient's consent was refused: ${error.message}`));
  check(events.some(({ event }) => api.events.consent.Granted.is(event)), 'no consent.Granted event');
}

clearTimeout(deadline);
console.log(
  `polkadot.js: ${head} blocks, ${extrinsics} extrinsics, ${ours.length} kinds of Salus events decoded` +
    (forgotten ? `, but for ${forgotten} blocks whose state is forgotten` : '') +
    (process.argv.includes('--after-scenario') ? '; consent signed by the patient' : ''),
);
await api.disconnect();
