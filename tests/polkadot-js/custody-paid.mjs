// SPDX-License-Identifier: Apache-2.0
// Whether accounts own what they owned before, less fees, and with what custody of a record was paid: each by the events of
// all blocks between. Prints one line of JSON.
//   node custody-paid.mjs ws://127.0.0.1:9944 12 4 120 5Payer… 5Operator…
// The record, the last block before it was funded, the last one after it was erased, who pays, and the custodians.
import { ApiPromise, WsProvider } from '@polkadot/api';

const [url, record, from, to, payer, ...custodians] = process.argv.slice(2);

const deadline = setTimeout(() => {
  console.error('polkadot.js: no end within five minutes');
  process.exit(1);
}, 300_000);

const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const accounts = [payer, ...custodians];

/** What an account owns in a block, and how much of that is held. */
async function owned(account, number) {
  const at = await api.at(await api.rpc.chain.getBlockHash(number));
  const { data } = await at.query.system.account(account);
  return { all: data.free.toBigInt() + data.reserved.toBigInt(), held: data.reserved.toBigInt() };
}

const change = new Map(accounts.map((account) => [account, 0n]));
const add = (account, amount) => {
  const known = change.get(account.toString());
  if (known !== undefined) change.set(account.toString(), known + amount);
};
const paid = {};
for (let number = Number(from) + 1; number <= Number(to); number += 1) {
  const at = await api.at(await api.rpc.chain.getBlockHash(number));
  for (const { event } of await at.query.system.events()) {
    const { data } = event;
    if (at.events.transactionPayment.TransactionFeePaid.is(event)) {
      add(data.who, -data.actualFee.toBigInt());
    } else if (at.events.balances.Transfer.is(event)) {
      add(data.from, -data.amount.toBigInt());
      add(data.to, data.amount.toBigInt());
    } else if (at.events.quorum.Paid.is(event)) {
      // Of other work: the payer has none done.
      add(data.operator, data.amount.toBigInt());
    } else if (at.events.records.CustodyPaid.is(event)) {
      const [custodian, amount] = [data.custodian.toString(), data.amount.toBigInt()];
      add(custodian, amount);
      // Custodians claim for all that they keep; others pay for the rest.
      if (data.record.toString() !== record) continue;
      add(payer, -amount);
      paid[custodian] = (BigInt(paid[custodian] ?? 0) + amount).toString();
    }
  }
}

const told = {};
for (const account of accounts) {
  const before = await owned(account, Number(from));
  const after = await owned(account, Number(to));
  told[account] = {
    before: before.all.toString(),
    after: after.all.toString(),
    expected: (before.all + change.get(account)).toString(),
    held: after.held.toString(),
  };
}
console.log(JSON.stringify({ accounts: told, paid }));
clearTimeout(deadline);
await api.disconnect();
