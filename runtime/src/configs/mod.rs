// SPDX-License-Identifier: Apache-2.0
//! How each pallet is set up, a file a concern.

pub mod assets;
pub mod block_limits;
pub mod brake;
pub mod claims;
pub mod collators;
pub mod consent;
pub mod decision_support;
pub mod disclosures;
pub mod fees;
pub mod free_calls;
pub mod governance;
pub mod messaging;
pub mod migrations;
pub mod participants;
pub mod proxy;
pub mod quorum;
pub mod records;
pub mod system;
