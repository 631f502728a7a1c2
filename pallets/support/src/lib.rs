#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]

mod cid;
mod held;
mod licences;
#[cfg(feature = "mock")]
pub mod neighbours;
mod page;
#[cfg(test)]
mod tests;

pub use held::Held;
pub use licences::{ensure_licensed, is_licensed};
pub use page::page;
#[doc(hidden)]
pub use salus_primitives::InvalidCid;
