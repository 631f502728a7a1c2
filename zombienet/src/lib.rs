// SPDX-License-Identifier: Apache-2.0
//! A network of Salus on this machine, with a real relay chain: two relay validators, two collators of
//! parachain 2042, three operators. All of it listens on 127.0.0.1 only.
//!
//! `scripts/network` starts it; `tests/network/` says what it must withstand.

pub mod chain;
pub mod collator;
pub mod memory;
pub mod network;
pub mod operators;
pub mod people;
pub mod process;
pub mod programs;
pub mod report;
pub mod running;
pub mod salus;
