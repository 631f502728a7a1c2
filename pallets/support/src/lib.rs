#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod cid;
mod deposits;
mod held;
mod licences;
#[cfg(feature = "mock")]
pub mod neighbours;
mod page;
mod payment;
#[cfg(test)]
mod tests;

pub use deposits::Deposits;
pub use held::Held;
pub use licences::{ensure_licensed, is_licensed};
pub use page::page;
pub use payment::Payment;
#[doc(hidden)]
pub use salus_primitives::InvalidCid;
