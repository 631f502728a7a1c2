// SPDX-License-Identifier: Apache-2.0
// What anybody reads of all finalized blocks about records, tasks and decision support, with no types of our own: every
// call, in whose name it was made, and how long it is. Prints one line of JSON. Needs no state of past blocks, so any
// node will do.
//   node observe.mjs ws://127.0.0.1:9944
import { ApiPromise, WsProvider } from '@polkadot/api';

const PALLETS = ['records', 'quorum', 'decisionSupport'];
// Blocks that are asked for at the same time.
const BESIDE = 32;

const deadline = setTimeout(() => {
  console.error('polkadot.js: no end within ten minutes');
  process.exit(1);
}, 600_000);

const api = await ApiPromise.create({ provider: new WsProvider(process.argv[2]), noInitWarn: true });

/** The call that is made, and by whom: a session key makes its operator's calls by proxy. */
function unwrapped(call, signer) {
  if (call.section === 'proxy' && call.method === 'proxy') {
    const [real, , inner] = call.args;
    return unwrapped(inner, real.toString());
  }
  return { call, signer };
}

/** What is seen of a block's extrinsics. */
async function seen(number) {
  const hash = (await api.rpc.chain.getBlockHash(number)).toHex();
  // Undecoded: only so is a length what goes over the wire, and no state of that block is asked for.
  const { block } = await api.rpc.chain.getBlock.raw(hash);
  return block.extrinsics.flatMap((hex, index) => {
    const extrinsic = api.registry.createType('Extrinsic', hex);
    const { method } = extrinsic;
    // No inherents, whose signature there is none of.
    if (![...PALLETS, 'proxy'].includes(method.section)) return [];
    const { call, signer } = unwrapped(method, extrinsic.inner.signature?.signer?.toString() ?? null);
    if (!PALLETS.includes(call.section)) return [];
    const args = Object.fromEntries(call.argsEntries.map(([name, value]) => [name, value.toJSON()]));
    return [{
      block: number,
      index,
      name: `${call.section}.${call.method}`,
      signer,
      args,
      // With its length prefix and signature; and the call alone.
      bytes: (hex.length - 2) / 2,
      callBytes: call.toU8a().length,
    }];
  });
}

const head = (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
const calls = [];
for (let first = 1; first <= head; first += BESIDE) {
  const numbers = Array.from({ length: Math.min(BESIDE, head + 1 - first) }, (_, index) => first + index);
  calls.push(...(await Promise.all(numbers.map(seen))).flat());
}
console.log(JSON.stringify({ blocks: head, calls }));
clearTimeout(deadline);
await api.disconnect();
