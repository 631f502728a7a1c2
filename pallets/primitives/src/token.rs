// SPDX-License-Identifier: Apache-2.0
//! The chain's token, as wallets show it: node, runtime and worker name it alike.

/// The token's symbol.
pub const TOKEN_SYMBOL: &str = "SAL";

/// How many decimals it has.
pub const TOKEN_DECIMALS: u8 = 12;

/// A whole token, in the chain's smallest unit.
pub const UNIT: u128 = 10_u128.pow(TOKEN_DECIMALS as u32);
