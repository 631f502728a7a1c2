// Joins a collator as Polkadot.js Apps does, after the node's README:
//   node collator.mjs join ws://NODE SECRET ws://COLLATOR    makes its key and the proof there, sets it, and stands as candidate
//   node collator.mjs authored ws://NODE SECRET SECONDS      waits until a block of its own is final
// Prints one JSON value. //Alice, who holds sudo on a local chain, endows it and lets one candidate in.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';

const [what, url, secret, last] = process.argv.slice(2);
const JOIN_SECONDS = 900;

function fail(reason) {
  console.error(`polkadot.js: ${reason}`);
  process.exit(1);
}

const seconds = what === 'join' ? JOIN_SECONDS : Number(last);
setTimeout(() => fail(`no end within ${seconds} s`), seconds * 1_000).unref();

const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const keyring = new Keyring({ type: 'sr25519' });
const alice = keyring.addFromUri('//Alice');
const collator = keyring.addFromUri(secret);

// Waits until it is final; whatever is refused ends the script.
function sent(call, signer) {
  return new Promise((resolve, reject) => {
    call.signAndSend(signer, ({ status, events, dispatchError, isError }) => {
      const inner = events.find(({ event }) => api.events.sudo.Sudid.is(event) && event.data[0].isErr);
      if (dispatchError) reject(new Error(dispatchError.toString()));
      else if (inner) reject(new Error(inner.event.data[0].asErr.toString()));
      else if (isError) reject(new Error(status.type));
      else if (status.isFinalized) resolve(status.asFinalized);
    }).catch(reject);
  });
}

async function join() {
  const node = new WsProvider(last);
  await node.isReady;
  const { keys, proof } = await node.send('author_rotateKeysWithOwner', [u8aToHex(collator.publicKey)]);
  await node.disconnect();
  const unit = 10n ** BigInt(api.registry.chainDecimals[0]);
  await sent(api.tx.balances.transferKeepAlive(collator.address, 1_000n * unit), alice);
  await sent(api.tx.sudo.sudo(api.tx.collatorSelection.setDesiredCandidates(1)), alice);
  await sent(api.tx.session.setKeys(keys, proof), collator);
  const block = await sent(api.tx.collatorSelection.registerAsCandidate(), collator);
  const candidates = await api.query.collatorSelection.candidateList();
  if (!candidates.some(({ who }) => who.eq(collator.address))) fail('it is no candidate');
  const set = await api.query.session.nextKeys(collator.address);
  if (set.isNone) fail('its keys are not set');
  return (await api.rpc.chain.getHeader(block)).number.toNumber();
}

// A candidate counts as having made a block in the future, so that it is not put out before its turn.
async function authored() {
  for (;;) {
    const head = await api.rpc.chain.getFinalizedHead();
    const now = (await api.rpc.chain.getHeader(head)).number.toNumber();
    const then = (await (await api.at(head)).query.collatorSelection.lastAuthoredBlock(collator.address)).toNumber();
    if (then > 0 && then <= now) return then;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
}

const block = await (what === 'join' ? join() : authored()).catch((error) => fail(error.message));
console.log(JSON.stringify({ account: collator.address, block }));
await api.disconnect();
process.exit(0);
