// SPDX-License-Identifier: Apache-2.0
//! What blocks, transactions, the database and calls weigh: written by `scripts/bench weights --write`.
#![allow(missing_docs)]

pub mod block_weights;
pub mod cumulus_pallet_parachain_system;
pub mod cumulus_pallet_weight_reclaim;
pub mod cumulus_pallet_xcmp_queue;
pub mod extrinsic_weights;
pub mod frame_system;
pub mod frame_system_extensions;
pub mod pallet_balances;
pub mod pallet_collator_selection;
pub mod pallet_collective;
pub mod pallet_consent;
pub mod pallet_decision_support;
pub mod pallet_enactment;
pub mod pallet_message_queue;
pub mod pallet_migrations;
pub mod pallet_multisig;
pub mod pallet_participants;
pub mod pallet_preimage;
pub mod pallet_proxy;
pub mod pallet_quorum;
pub mod pallet_records;
pub mod pallet_safe_mode;
pub mod pallet_scheduler;
pub mod pallet_session;
pub mod pallet_timestamp;
pub mod pallet_transaction_payment;
pub mod pallet_utility;
pub mod paritydb_weights;
