// SPDX-License-Identifier: Apache-2.0
// Encrypts or decrypts a document by the module: node smoke.mjs MODULE KEY encrypt|decrypt IN OUT (KEY: 64 hex digits).
import { readFileSync, writeFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';

const [path, key, what, from, to] = process.argv.slice(2);
// Made anew for each use: memory that grew is another.
const bytes = (pointer, length) => new Uint8Array(salus.memory.buffer, pointer, length);
const random = (pointer, length) => {
  // Not more at a time than getRandomValues gives.
  for (let done = 0; done < length; done += 65536) {
    webcrypto.getRandomValues(bytes(pointer + done, Math.min(65536, length - done)));
  }
  return 0;
};
const { instance } = await WebAssembly.instantiate(readFileSync(path), { salus: { random } });
const salus = instance.exports;

const put = (content) => {
  const pointer = salus.salus_alloc(content.length);
  bytes(pointer, content.length).set(content);
  return pointer;
};
const content = readFileSync(from);
const [at, secret] = [put(content), put(Buffer.from(key, 'hex'))];
const act = { encrypt: salus.salus_encrypt, decrypt: salus.salus_decrypt }[what];
const given = BigInt.asUintN(64, act(secret, at, content.length));
if (given === 0n) throw new Error(`${what} was refused`);
const [pointer, length] = [Number(given >> 32n), Number(given & 0xffffffffn)];
writeFileSync(to, bytes(pointer, length));
salus.salus_free(pointer, length);
salus.salus_free(at, content.length);
salus.salus_free(secret, 32);
