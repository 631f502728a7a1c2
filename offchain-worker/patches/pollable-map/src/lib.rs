// SPDX-License-Identifier: Apache-2.0
//! Release 0.2 of `pollable-map` where 0.1 is asked for.
//!
//! In 0.1 a key that was removed from a map stays taken until its stream is polled again, which may be never.
//! rust-ipfs 0.16 keeps its bitswap sessions in such a map, by peer: a peer that went away and came back got no
//! session, and so no block any more. Delete this folder, and the patch in `offchain-worker/Cargo.toml`, once
//! rust-ipfs and connexa ask for 0.2.

pub use fixed::*;
