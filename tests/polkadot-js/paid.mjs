// SPDX-License-Identifier: Apache-2.0
// Whether accounts own after a task what they owned before it, less fees, and with what was paid for its seats: each by
// the events of all blocks between. Prints one line of JSON.
//   node paid.mjs ws://127.0.0.1:9944 4 120 171 5Requester… 5Sponsor… 5Operator…
// The task, the last block before it, the last one after it, who pays, and everybody else whose balance is told.
import { ApiPromise, WsProvider } from '@polkadot/api';

const [url, task, from, to, payer, ...others] = process.argv.slice(2);

const deadline = setTimeout(() => {
  console.error('polkadot.js: no end within two minutes');
  process.exit(1);
}, 120_000);

const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const accounts = [payer, ...others];

/** What an account owns in a block: also what is held. */
async function owned(account, number) {
  const at = await api.at(await api.rpc.chain.getBlockHash(number));
  const { data } = await at.query.system.account(account);
  return data.free.toBigInt() + data.reserved.toBigInt();
}

const change = new Map(accounts.map((account) => [account, 0n]));
const add = (account, amount) => {
  const known = change.get(account.toString());
  if (known !== undefined) change.set(account.toString(), known + amount);
};
const paid = {};
let returned = 0n;
for (let number = Number(from) + 1; number <= Number(to); number += 1) {
  const at = await api.at(await api.rpc.chain.getBlockHash(number));
  for (const { event } of await at.query.system.events()) {
    const { data } = event;
    if (at.events.transactionPayment.TransactionFeePaid.is(event)) {
      add(data.who, -data.actualFee.toBigInt());
    } else if (at.events.balances.Transfer.is(event)) {
      add(data.from, -data.amount.toBigInt());
      add(data.to, data.amount.toBigInt());
    } else if (at.events.quorum.Paid.is(event) && data.task.toString() === task) {
      add(payer, -data.amount.toBigInt());
      add(data.operator, data.amount.toBigInt());
      paid[data.operator.toString()] = data.amount.toString();
    } else if (at.events.quorum.Closed.is(event) && data.task.toString() === task) {
      returned += data.returned.toBigInt();
    }
  }
}

const told = {};
for (const account of accounts) {
  const before = await owned(account, Number(from));
  const after = await owned(account, Number(to));
  told[account] = {
    before: before.toString(),
    after: after.toString(),
    expected: (before + change.get(account)).toString(),
  };
}
console.log(JSON.stringify({ accounts: told, paid, returned: returned.toString() }));
clearTimeout(deadline);
await api.disconnect();
