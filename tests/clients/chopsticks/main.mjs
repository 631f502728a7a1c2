// SPDX-License-Identifier: Apache-2.0
// Chopsticks forks a development node and runs calls on its state, without a block and without the node:
//   node main.mjs ws://127.0.0.1:9944
import { BuildBlockMode, setupWithServer } from '@acala-network/chopsticks';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const [url] = process.argv.slice(2);
setTimeout(() => fail('no end within four minutes'), 240_000).unref();

function fail(reason) {
  console.error(`chopsticks: ${reason}`);
  process.exit(1);
}

function check(condition, otherwise) {
  if (!condition) fail(otherwise);
}

const fork = await setupWithServer({
  endpoint: url,
  host: '127.0.0.1',
  port: 0,
  'build-block-mode': BuildBlockMode.Manual,
  // What is tried is signed by nobody.
  'mock-signature-host': true,
  // Functions of the node that the runtime imports and a fork need not have.
  'allow-unresolved-imports': true,
});
const api = await ApiPromise.create({ provider: new WsProvider(`ws://${fork.addr}`), noInitWarn: true });
const keyring = new Keyring({ type: 'sr25519' });
const [alice, eve] = ['//Alice', '//Eve'].map((secret) => keyring.addFromUri(secret));
const name = (error) => (error.isModule ? api.registry.findMetaError(error.asModule).name : error.toString());

/** What a call of an account's would do: an error's name, or how much it would change. */
async function tried(call, account) {
  const { outcome, storageDiff } = await fork.chain.dryRunExtrinsic({ call: call.method.toHex(), address: account.address });
  check(outcome.isOk, `not a valid extrinsic: ${outcome}`);
  return outcome.asOk.isErr ? { error: name(outcome.asOk.asErr) } : { changes: storageDiff.length };
}

const before = await api.rpc.chain.getHeader();
const paid = await tried(api.tx.balances.transferKeepAlive(eve.address, 1_000_000_000_000n), alice);
check(paid.changes > 0, `a transfer would end with ${paid.error}`);
// Eve is a patient in no genesis: the fork names the pallet's own error.
const refused = await tried(api.tx.consent.revoke(0), eve);
check(refused.error === 'NotFound', `a revocation of nothing would end with ${JSON.stringify(refused)}`);
const registered = await tried(api.tx.participants.register(`0x${'55'.repeat(32)}`), eve);
check(registered.changes > 0, `a registration would end with ${registered.error}`);
const after = await api.rpc.chain.getHeader();
check(after.hash.eq(before.hash), 'the fork has made a block');

await api.disconnect();
await fork.close();
console.log(`chopsticks: forked at block ${before.number}; a transfer, a registration and a refusal tried`);
process.exit(0);
