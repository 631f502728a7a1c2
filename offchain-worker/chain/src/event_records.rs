// SPDX-License-Identifier: Apache-2.0
//! A block's event records, taken apart by the node's metadata.
//!
//! substrate-api-client's own `Events` copies the whole metadata for each event: seven milliseconds an
//! extrinsic, more than it takes the chain.

use super::{ChainError, skip::skip};
use codec::{Compact, Decode};
use sp_core::H256;
use substrate_api_client::ac_node_api::{Metadata, Phase, error::DispatchError};

/// One event, its fields still encoded.
#[derive(Debug)]
pub struct EventRecord<'a> {
	/// The index in the block of the extrinsic that it belongs to, if to any.
	pub extrinsic: Option<u32>,
	/// The pallet.
	pub pallet: &'a str,
	/// The event.
	pub name: &'a str,
	/// Its fields, one after the other.
	pub fields: &'a [u8],
}

impl EventRecord<'_> {
	/// Why its extrinsic failed, if it says that.
	pub fn failure(&self, metadata: &Metadata) -> Option<DispatchError> {
		((self.pallet, self.name) == ("System", "ExtrinsicFailed")).then(|| {
			DispatchError::decode_from(self.fields, metadata).unwrap_or(DispatchError::CannotLookup)
		})
	}

	/// Why the call that its extrinsic made by proxy failed, if it says that: the extrinsic itself succeeds all the same.
	pub fn proxied_failure(&self, metadata: &Metadata) -> Option<DispatchError> {
		let (failed, cause) = self.fields.split_first()?;
		((self.pallet, self.name) == ("Proxy", "ProxyExecuted") && *failed != 0).then(|| {
			DispatchError::decode_from(cause, metadata).unwrap_or(DispatchError::CannotLookup)
		})
	}
}

/// Takes apart what stands under `System.Events`; no bytes are zero events.
pub fn read<'a>(
	metadata: &'a Metadata,
	bytes: &'a [u8],
) -> Result<Vec<EventRecord<'a>>, ChainError> {
	if bytes.is_empty() {
		return Ok(Vec::new());
	}
	let mut rest = bytes;
	let Compact(count) = Compact::<u32>::decode(&mut rest).map_err(mismatch)?;
	let mut records = Vec::new();
	for _ in 0..count {
		records.push(next(metadata, &mut rest)?);
	}
	Ok(records)
}

fn next<'a>(metadata: &'a Metadata, rest: &mut &'a [u8]) -> Result<EventRecord<'a>, ChainError> {
	let phase = Phase::decode(rest).map_err(mismatch)?;
	let (pallet, variant) = <(u8, u8)>::decode(rest).map_err(mismatch)?;
	let pallet =
		metadata.pallet_by_index(pallet).ok_or_else(|| mismatch(format!("no pallet {pallet}")))?;
	let variant = pallet
		.event_variant_by_index(variant)
		.ok_or_else(|| mismatch(format!("{} has no event {variant}", pallet.name())))?;
	let from = *rest;
	for field in &variant.fields {
		skip(metadata.types(), field.ty.id, rest)
			.map_err(|cause| mismatch(format!("{}.{}: {cause}", pallet.name(), variant.name)))?;
	}
	let (fields, _) = from.split_at(from.len().saturating_sub(rest.len()));
	// Topics.
	Vec::<H256>::decode(rest).map_err(mismatch)?;
	Ok(EventRecord {
		extrinsic: match phase {
			Phase::ApplyExtrinsic(index) => Some(index),
			_ => None,
		},
		pallet: pallet.name(),
		name: &variant.name,
		fields,
	})
}

fn mismatch(cause: impl ToString) -> ChainError {
	ChainError::Mismatch(format!("its events: {}", cause.to_string()))
}
