// SPDX-License-Identifier: Apache-2.0
// Claims what custody of a version is paid, by a proof that is given: as whoever has no share, or says again what was said
// before. Prints with which error that ended, as one line of JSON.
//   node claim-custody.mjs ws://127.0.0.1:9944 //Dave 12 1 0x…
// Who signs, the record, its version, the proof.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const [url, secret, record, version, proof] = process.argv.slice(2);

const deadline = setTimeout(() => {
  console.error('polkadot.js: no end within two minutes');
  process.exit(1);
}, 120_000);

const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const signer = new Keyring({ type: 'sr25519' }).addFromUri(secret);

/** Signs and sends; gives the error with which the call ended in a finalized block, or never got into one. */
function outcome(call) {
  return new Promise((resolve) => {
    call.signAndSend(signer, ({ status, dispatchError, isError }) => {
      if (isError) return resolve(status.type);
      if (!status.isFinalized) return undefined;
      if (!dispatchError) return resolve('none');
      if (!dispatchError.isModule) return resolve(dispatchError.toString());
      const { section, name } = api.registry.findMetaError(dispatchError.asModule);
      return resolve(`${section}.${name}`);
    }).catch((cause) => resolve(cause.message));
  });
}

const error = await outcome(api.tx.records.claimCustody([{ record, version, proof }]));
console.log(JSON.stringify({ error }));
clearTimeout(deadline);
await api.disconnect();
