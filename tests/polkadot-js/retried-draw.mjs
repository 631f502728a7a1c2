// SPDX-License-Identifier: Apache-2.0
// Asks for decision support again and again in a call that undoes itself if it does not like what it sees, as somebody
// would who waits for operators of their own to be drawn. Prints what came of it as one line of JSON.
//   node retried-draw.mjs ws://127.0.0.1:9944 //Charlie//stash 12 7,8,9 200
// The job's record, the inputs' records, and how many times.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const [url, secret, job, inputs, count] = process.argv.slice(2);
const tries = Number(count);

const deadline = setTimeout(() => {
  console.error('polkadot.js: no end within five minutes');
  process.exit(1);
}, 300_000);

const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const signer = new Keyring({ type: 'sr25519' }).addFromUri(secret);
const tasks = async () => (await api.query.quorum.nextTask()).toString();

const tasksBefore = await tasks();
const request = api.tx.decisionSupport.request(job, inputs.split(','), 'Clinical', { seats: 3, quorum: 2 }, 'Treatment');
// Fails as long as the task is not drawn, and with it the whole batch. A new one each time: to sign it changes it.
const batch = () => api.tx.utility.batchAll([request, api.tx.quorum.close(tasksBefore)]);

/** Signs and sends; gives the error with which the call ended in a finalized block, or never got into one. */
function outcome(nonce) {
  return new Promise((resolve) => {
    batch().signAndSend(signer, { nonce }, ({ status, dispatchError, isError }) => {
      if (isError) return resolve(status.type);
      if (!status.isFinalized) return undefined;
      if (!dispatchError) return resolve('none');
      if (!dispatchError.isModule) return resolve(dispatchError.toString());
      const { section, name } = api.registry.findMetaError(dispatchError.asModule);
      return resolve(`${section}.${name}`);
    }).catch((cause) => resolve(cause.message));
  });
}

const first = (await api.rpc.system.accountNextIndex(signer.address)).toNumber();
const errors = await Promise.all(Array.from({ length: tries }, (_, index) => outcome(first + index)));
const kinds = [...new Set(errors)];
console.log(JSON.stringify({
  tries,
  reverted: errors.filter((error) => error !== 'none').length,
  error: kinds.join(', '),
  tasksBefore,
  tasksAfter: await tasks(),
}));
clearTimeout(deadline);
await api.disconnect();
