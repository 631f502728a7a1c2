// SPDX-License-Identifier: Apache-2.0
//! `salus-core` as a module of WebAssembly: functions over bytes in its memory.
//!
//! | function | what it does | what it gives |
//! |---|---|---|
//! | `salus_alloc(length)` | takes memory for so many bytes | where |
//! | `salus_free(pointer, length)` | overwrites and gives back what was taken, or given by another function | |
//! | `salus_encrypt(key, document, length)` | encrypts a document under the 32 bytes at `key` | the ciphertext |
//! | `salus_decrypt(key, ciphertext, length)` | decrypts it | the document |
//!
//! Bytes are given as 64 bits: the pointer in the upper 32, the length in the lower. 0 is a refusal.
//!
//! Whoever loads the module brings `salus.random(pointer, length)`: it fills these bytes by
//! `crypto.getRandomValues`, and gives 0; anything else when it can't. `smoke.mjs` shows all of it.
#![cfg_attr(target_family = "wasm", no_std)]

#[cfg(target_family = "wasm")]
mod module;
