// SPDX-License-Identifier: Apache-2.0
//! Codes of a custodian's refusals, in JSON-RPC and beside it.

/// The stored document is damaged; the message is its CID.
pub const CORRUPT: i32 = -32_010;
/// It refuses.
pub const REFUSED: i32 = -32_011;
/// The custodian's own node or IPFS store does not answer.
pub const UNAVAILABLE: i32 = -32_012;
/// The key to which a share was encrypted is gone: another is to be asked for.
pub const KEY_GONE: i32 = -32_013;
/// A document is not here and was found nowhere.
pub const WITHOUT_DOCUMENT: i32 = -32_014;
