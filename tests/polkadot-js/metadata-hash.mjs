// SPDX-License-Identifier: Apache-2.0
// Signs as Ledger and Vault do, with the hash of the metadata that the signer decodes by (RFC 78): mode 1 of
// CheckMetadataHash. The hash is computed here, from the node's own metadata, by another implementation than the SDK's;
// it must be the one that the runtime was built with. The chain takes it and refuses any other.
//   node metadata-hash.mjs ws://127.0.0.1:9944 0x…
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const [url, built] = process.argv.slice(2);
const deadline = setTimeout(() => fail('no end within two minutes'), 120_000);

function fail(reason) {
  console.error(`polkadot.js: ${reason}`);
  process.exit(1);
}

const provider = new WsProvider(url);
const api = await ApiPromise.create({ provider, noInitWarn: true });
// As the chain's specification tells wallets.
const { tokenDecimals: decimals, tokenSymbol } = await provider.send('system_properties', []);
const metadata = await provider.send('state_call', ['Metadata_metadata_at_version', '0x0f000000']);
const digest = merkleizeMetadata(metadata, { decimals, tokenSymbol }).digest();
const computed = `0x${Buffer.from(digest).toString('hex')}`;
if (computed !== built) fail(`the runtime was built with ${built}, and its metadata has ${computed}`);

const keyring = new Keyring({ type: 'sr25519' });
const [alice, bob] = ['//Alice', '//Bob'].map((secret) => keyring.addFromUri(secret));

/** Signs a transfer over a hash; why the chain did not take it, or nothing. */
function refusal(metadataHash) {
  return new Promise((resolve) => {
    const call = api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000_000n);
    call.signAndSend(alice, { mode: 1, metadataHash }, ({ status, dispatchError, isError }) => {
      if (dispatchError) resolve(dispatchError.toString());
      else if (isError) resolve(status.type);
      else if (status.isFinalized) resolve(null);
    }).catch((cause) => resolve(cause.message));
  });
}

const other = Uint8Array.from(digest);
other[0] ^= 1;
const refused = await refusal(`0x${Buffer.from(other).toString('hex')}`);
if (!refused?.includes('bad signature')) fail(`over another hash: ${refused ?? 'taken'}`);
const reason = await refusal(computed);
if (reason !== null) fail(`over ${computed}: ${reason}`);

clearTimeout(deadline);
console.log(`polkadot.js: signed over ${computed}, and taken; over another hash: "${refused}"`);
await api.disconnect();
