// SPDX-License-Identifier: Apache-2.0
// Joins a collator as Polkadot.js Apps does, after the node's README:
//   node collator.mjs join ws://NODE SECRET ws://COLLATOR    makes its key and the proof there, sets it, stands
//   node collator.mjs authored ws://NODE SECRET SECONDS      waits until a block that it has sealed is final
// Prints one JSON value. //Alice endows it, and with //Bob, for the technical committee, allows one candidate.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { sr25519Verify } from '@polkadot/util-crypto';

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
const [alice, bob] = ['//Alice', '//Bob'].map((each) => keyring.addFromUri(each));
const collator = keyring.addFromUri(secret);

// Waits until it is final; whatever is refused ends the script.
function sent(call, signer) {
  return new Promise((resolve, reject) => {
    call.signAndSend(signer, ({ status, events, dispatchError, isError }) => {
      const inner = events.find(({ event }) => api.events.technicalCommittee.Executed.is(event) && event.data[1].isErr);
      if (dispatchError) reject(new Error(dispatchError.toString()));
      else if (inner) reject(new Error(inner.event.data[1].asErr.toString()));
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
  const committee = api.tx.technicalCommittee;
  const call = api.tx.collatorSelection.setDesiredCandidates(1);
  const [hash, length] = [call.method.hash, call.method.toU8a().length];
  const index = await api.query.technicalCommittee.proposalCount();
  // Together what can be, since each waits half a minute to be final.
  await sent(api.tx.utility.batchAll([
    api.tx.balances.transferKeepAlive(collator.address, 1_000n * unit),
    committee.propose(2, call, length),
    committee.vote(hash, index, true),
  ]), alice);
  await sent(committee.vote(hash, index, true), bob);
  const weight = { refTime: 10_000_000_000n, proofSize: 1_000_000n };
  await sent(committee.close(hash, index, weight, length), alice);
  await sent(api.tx.session.setKeys(keys, proof), collator);
  const block = await sent(api.tx.collatorSelection.registerAsCandidate(), collator);
  const candidates = await api.query.collatorSelection.candidateList();
  if (!candidates.some(({ who }) => who.eq(collator.address))) fail('it is not a candidate');
  const set = await api.query.session.nextKeys(collator.address);
  if (set.isNone) fail('its keys are not set');
  return (await api.rpc.chain.getHeader(block)).number.toNumber();
}

// Whether a block bears the seal of this Aura key: a signature of the header without it.
function isSealedBy(header, key) {
  const logs = [...header.digest.logs];
  const last = logs.pop();
  if (!last?.isSeal) return false;
  const { parentHash, number, stateRoot, extrinsicsRoot } = header;
  const unsealed = api.registry.createType('Header', {
    parentHash, number: number.unwrap(), stateRoot, extrinsicsRoot, digest: { logs },
  });
  return sr25519Verify(unsealed.hash.toU8a(), last.asSeal[1].toU8a(true), key);
}

// A candidate counts from the first as having made a block, and a later one than there is: that shows nothing. So each
// final block's own seal is checked, and then whether the chain takes the account for its author.
async function authored() {
  const set = await api.query.session.nextKeys(collator.address);
  if (set.isNone) fail('its keys are not set');
  const key = set.unwrap().aura.toU8a();
  const finalized = async () => {
    const head = await api.rpc.chain.getFinalizedHead();
    return (await api.rpc.chain.getHeader(head)).number.toNumber();
  };
  for (let number = await finalized(); ; number += 1) {
    while (number > await finalized()) await new Promise((resolve) => setTimeout(resolve, 2_000));
    const hash = await api.rpc.chain.getBlockHash(number);
    if (!isSealedBy(await api.rpc.chain.getHeader(hash), key)) continue;
    const last = await (await api.at(hash)).query.collatorSelection.lastAuthoredBlock(collator.address);
    if (last.toNumber() === number) return number;
  }
}

const block = await (what === 'join' ? join() : authored()).catch((error) => fail(error.message));
console.log(JSON.stringify({ account: collator.address, block }));
await api.disconnect();
process.exit(0);
