// SPDX-License-Identifier: Apache-2.0
//! SCALE: from a node (answers of runtime APIs, metadata, a block's events), and from the process that reads documents.
//!
//! The first byte chooses.

use crate::{choice, chosen};
use codec::{Compact, DecodeAll, Encode};
use frame_metadata::{
	RuntimeMetadataPrefixed,
	v15::{
		CustomMetadata, ExtrinsicMetadata, OuterEnums, PalletEventMetadata, PalletMetadata,
		RuntimeMetadataLastVersion,
	},
};
use salus_chain::{
	AccountId,
	fuzzing::Runtime,
	queries::{Balance, CustodyFund, Operator, Task, WhoIs},
};
use salus_primitives::{
	BreakGlassId, ConsentRequestId, Decision, Licence, ModelId, RecordId, RequestId, VersionNumber,
	WithId,
	consent::{BreakGlassCase, ConsentRequest, OrganisationCases, Provision},
	decision_support::{Model, Receipt, RequestStatus},
	disclosures::Ledger,
	participants::{AllowanceLeft, EncryptionKey},
	quorum::{Accusation, OperatorState, Price},
	records::{CheckedAccess, Destruction, KeptPage, Record, Tombstone, Version},
};
use salus_worker::fuzzing::are_frames;
use scale_info::{TypeInfo, meta_type};
use std::sync::LazyLock;

/// As `chain::ask` reads an answer.
fn reads<Response: DecodeAll>(bytes: &[u8]) -> bool {
	Response::decode_all(&mut &*bytes).is_ok()
}

/// Of each function of `chain::queries`, the answer.
const ANSWERS: &[fn(&[u8]) -> bool] = &[
	reads::<WhoIs>,
	reads::<Vec<WithId<AccountId, Operator>>>,
	reads::<Decision>,
	reads::<Vec<Provision<AccountId>>>,
	reads::<Vec<WithId<ConsentRequestId, ConsentRequest<AccountId>>>>,
	reads::<Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>>,
	reads::<Vec<WithId<RecordId, Record<AccountId>>>>,
	reads::<Vec<WithId<VersionNumber, Version<AccountId>>>>,
	reads::<Option<CheckedAccess<AccountId>>>,
	reads::<Vec<Destruction<AccountId>>>,
	reads::<Option<Tombstone>>,
	reads::<Option<Ledger>>,
	reads::<Vec<WithId<ModelId, Model<AccountId>>>>,
	reads::<Option<RequestStatus<AccountId, Balance>>>,
	reads::<Option<Receipt<AccountId>>>,
	reads::<Vec<RequestId>>,
	reads::<Option<Version<AccountId>>>,
	reads::<Option<Record<AccountId>>>,
	reads::<Option<Task>>,
	reads::<OperatorState>,
	reads::<Vec<WithId<AccountId, Accusation<Balance>>>>,
	reads::<Vec<Price<Balance>>>,
	reads::<KeptPage>,
	reads::<Option<CustodyFund>>,
	reads::<OrganisationCases>,
];

const FRAMES: u8 = 253;
const METADATA: u8 = 254;
const EVENTS: u8 = 255;

/// The events of a runtime as small as can be, with fields of every shape.
#[allow(dead_code)]
mod events {
	use scale_info::TypeInfo;

	#[derive(TypeInfo)]
	pub enum System {
		ExtrinsicFailed { error: (u8, Option<[u8; 4]>), weight: (u64, u64) },
		Remarked { sender: [u8; 32], text: Vec<u8> },
	}

	#[derive(TypeInfo)]
	pub enum Quorum {
		Drawn { task: u64, operators: Vec<[u8; 32]>, busy: u32 },
		Sealed { task: u64, operator: [u8; 32] },
		Failed { task: u64 },
	}

	#[derive(TypeInfo)]
	pub enum MedicalBoard {
		Executed { motion: [u8; 32], result: Result<(), Nested> },
	}

	/// A type that holds itself: how deep is up to the bytes.
	#[derive(TypeInfo)]
	pub enum Nested {
		Other,
		Both(Vec<Nested>),
	}
}

fn pallet<Event: TypeInfo + 'static>(name: &'static str, index: u8) -> PalletMetadata {
	PalletMetadata {
		name,
		storage: None,
		calls: None,
		event: Some(PalletEventMetadata { ty: meta_type::<Event>() }),
		constants: Vec::new(),
		error: None,
		index,
		docs: Vec::new(),
	}
}

fn metadata() -> Vec<u8> {
	let pallets = vec![
		pallet::<events::System>("System", 0),
		pallet::<events::Quorum>("Quorum", 1),
		pallet::<events::MedicalBoard>("MedicalBoard", 2),
	];
	let nothing = meta_type::<()>();
	let extrinsic = ExtrinsicMetadata {
		version: 4,
		address_ty: nothing,
		call_ty: nothing,
		signature_ty: nothing,
		extra_ty: nothing,
		signed_extensions: Vec::new(),
	};
	let enums =
		OuterEnums { call_enum_ty: nothing, event_enum_ty: nothing, error_enum_ty: nothing };
	let custom = CustomMetadata { map: Default::default() };
	let last =
		RuntimeMetadataLastVersion::new(pallets, extrinsic, nothing, Vec::new(), enums, custom);
	RuntimeMetadataPrefixed::from(last).encode()
}

static RUNTIME: LazyLock<Runtime> =
	LazyLock::new(|| Runtime::read(&metadata()).expect("the metadata is good"));

pub fn run(bytes: &[u8]) -> bool {
	match choice(bytes) {
		Some((FRAMES, bytes)) => are_frames(bytes),
		Some((METADATA, bytes)) => Runtime::read(bytes).is_some(),
		Some((EVENTS, bytes)) => RUNTIME.events(bytes).is_some(),
		Some((kind, bytes)) => ANSWERS.get(usize::from(kind)).is_some_and(|reads| reads(bytes)),
		None => false,
	}
}

/// A list's length, and then so many phases, events and topics.
fn encoded_events() -> Vec<u8> {
	let applied = |index: u32| [vec![0], index.encode()].concat();
	let topics = Vec::<[u8; 32]>::new().encode();
	let sealed = [applied(1), vec![1, 1], (7u64, [4u8; 32]).encode(), topics.clone()].concat();
	let drawn = (7u64, vec![[4u8; 32]; 2], 0u32).encode();
	let drawn = [applied(2), vec![1, 0], drawn, topics.clone()].concat();
	let executed = [vec![1, 2, 0], [9u8; 32].to_vec(), vec![1, 1, 4, 0], topics].concat();
	[Compact(3u32).encode(), sealed, drawn, executed].concat()
}

/// What the chain knows of a member of one organisation that is nothing else.
pub fn member() -> WhoIs {
	WhoIs {
		patient: None,
		allowance: AllowanceLeft::default(),
		organisation: None,
		registrations_left: 0,
		practitioner: None,
		licence: Licence::None,
		membership_count: 1,
		operator: None,
		in_service: false,
		encryption_key: Some(EncryptionKey { key: [1; 32], version: 1, set_at: 2 }),
	}
}

pub fn seeds() -> Vec<Vec<u8>> {
	let empty = |kind: usize| chosen(kind as u8, &[0]);
	vec![
		chosen(0, &member().encode()),
		empty(1),
		empty(3),
		empty(6),
		empty(8),
		empty(12),
		empty(13),
		empty(14),
		empty(18),
		empty(20),
		empty(23),
		chosen(15, &vec![1u64, 2, 3].encode()),
		// A frame of one byte: that the model runs.
		chosen(FRAMES, &[1, 0, 0, 0, 1]),
		chosen(METADATA, &metadata()),
		chosen(EVENTS, &encoded_events()),
	]
}
